package dev.appmigrations.engine.trace;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import dev.appmigrations.engine.time.Sleeper;

/**
 * Collects the traces of the migrations that a run applies.
 */
public final class TraceCollector {

	private final Map<String, MigrationTracer> tracers = new HashMap<>();

	private final Clock clock;

	private final Sleeper sleeper;

	/**
	 * Creates an empty collector.
	 * @param clock measures durations
	 * @param sleeper lets time pass between samples
	 */
	public TraceCollector(Clock clock, Sleeper sleeper) {
		this.clock = clock;
		this.sleeper = sleeper;
	}

	/**
	 * Returns what traces a migration. One that goes on after a failure keeps the units
	 * that are done.
	 * @param migration its name
	 * @param session the session in which it runs
	 * @param sessions opens another one, for samples
	 * @return its tracer
	 */
	public MigrationTracer tracer(String migration, Session session, Supplier<Session> sessions) {
		MigrationTracer tracer = new MigrationTracer(new StatementTracer(session, sessions, this.clock, this.sleeper),
				units(migration));
		this.tracers.put(migration, tracer);
		return tracer;
	}

	/**
	 * Returns what a migration did.
	 * @param migration its name
	 * @return its units; empty if it has not run
	 */
	public List<UnitTrace> units(String migration) {
		MigrationTracer tracer = this.tracers.get(migration);
		return (tracer != null) ? tracer.units() : List.of();
	}

}
