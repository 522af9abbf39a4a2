package dev.appmigrations.engine.operation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.run.ConsecutiveRuns;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.safety.trace.MigrationTrace;
import dev.appmigrations.engine.scratch.MissingRoles;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.trace.TraceCollector;
import dev.appmigrations.engine.wording.Message;
import org.jspecify.annotations.Nullable;

/**
 * Applies migrations to a scratch database, first without and then with a trace.
 */
final class ScratchTrace implements AutoCloseable {

	private static final VisibleLog logger = VisibleLog.of(ScratchTrace.class);

	private final TraceCollector traces;

	private final ConsecutiveRuns runs;

	private final MissingRoles roles;

	/**
	 * Creates one.
	 * @param context leads to the scratch database
	 * @param roles makes roles that are missing
	 */
	ScratchTrace(RunContext context, MissingRoles roles) {
		this.roles = roles;
		this.traces = new TraceCollector(context.clock(), context.sleeper());
		this.runs = new ConsecutiveRuns(context);
	}

	/**
	 * Applies what counts as applied.
	 * @param migrations the migrations
	 * @param failure what to say if one fails: a sentence
	 * @throws MigrationException if one fails
	 */
	void replay(List<Migration> migrations, String failure) {
		if (migrations.isEmpty()) {
			return;
		}
		Set<String> names = new HashSet<>();
		migrations.forEach((migration) -> names.add(migration.name()));
		try {
			apply(PlanRequest.among(names), null);
		}
		catch (InvalidMigrationsException ex) {
			throw ex;
		}
		catch (MigrationException ex) {
			throw new MigrationException(ex.code(), failure + "\n" + ex.description(), Message.of(ex.action()), ex);
		}
	}

	/**
	 * Applies migrations, and traces them. After one that fails, the rest is not run.
	 * @param migrations the migrations, in order
	 * @return the traces
	 */
	List<MigrationTrace> trace(List<Migration> migrations) {
		List<MigrationTrace> traced = new ArrayList<>();
		String failed = null;
		for (Migration migration : migrations) {
			String untraced = (failed != null) ? "It comes after " + failed + ", which failed." : trace(migration);
			if (untraced != null && failed == null) {
				failed = migration.name();
			}
			traced.add(new MigrationTrace(migration.name(), migration.phase(), this.traces.units(migration.name()),
					untraced));
		}
		return traced;
	}

	private @Nullable String trace(Migration migration) {
		try {
			apply(PlanRequest.among(Set.of(migration.name())), this.traces);
			return null;
		}
		catch (MigrationException ex) {
			return ex.description();
		}
	}

	private void apply(PlanRequest request, @Nullable TraceCollector traces) {
		while (!applyOnce(request, traces)) {
			logger.debug("Trying again with another role");
		}
	}

	/** Returns {@code false} if a role was missing, and is there now. */
	private boolean applyOnce(PlanRequest request, @Nullable TraceCollector traces) {
		try {
			run(request, traces);
			return true;
		}
		catch (StatementFailedException ex) {
			if (!this.roles.make(ex)) {
				throw ex;
			}
			return false;
		}
	}

	private void run(PlanRequest request, @Nullable TraceCollector traces) {
		// On a scratch database there is no old release that could be disturbed.
		this.runs.run(request.withContract(), (assessment, locked) -> {
			InvalidMigrationsException.throwIfAny(assessment.plan().problems());
			if (assessment.hasWork()) {
				locked.apply(assessment, traces);
			}
		});
	}

	@Override
	public void close() {
		this.runs.close();
	}

}
