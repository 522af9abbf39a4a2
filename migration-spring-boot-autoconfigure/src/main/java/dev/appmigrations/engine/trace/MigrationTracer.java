package dev.appmigrations.engine.trace;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import dev.appmigrations.engine.sql.SqlStatement;

/**
 * Traces one migration while it runs, and keeps what its units did. A unit that runs
 * again, perhaps divided otherwise, takes the place of its first attempt.
 */
public final class MigrationTracer {

	private final StatementTracer tracer;

	private final List<UnitTrace> units;

	private boolean open;

	/**
	 * Creates a tracer.
	 * @param tracer traces the statements
	 * @param done the units of an earlier run
	 */
	MigrationTracer(StatementTracer tracer, List<UnitTrace> done) {
		this.tracer = tracer;
		this.units = new ArrayList<>(done);
	}

	/**
	 * A unit begins: inside its transaction, before its first statement.
	 * @param number the number of the unit
	 * @param mode how it runs
	 */
	public void begin(int number, Unit.Mode mode) {
		this.units.removeIf((unit) -> unit.number() >= number);
		this.tracer.begin(number, mode);
		this.open = true;
	}

	/**
	 * A statement is about to be sent.
	 * @param statement the statement
	 */
	public void before(SqlStatement statement) {
		this.tracer.before(statement);
	}

	/**
	 * A statement has succeeded.
	 * @param statement the statement
	 */
	public void after(SqlStatement statement) {
		this.tracer.after(statement);
	}

	/**
	 * A statement has failed.
	 * @param statement the statement
	 * @param error why
	 */
	public void failed(SqlStatement statement, DatabaseError error) {
		this.tracer.failed(statement, error);
	}

	/** A unit ends, or has failed. Does nothing if none has begun. */
	public void end() {
		if (this.open) {
			this.open = false;
			this.units.add(this.tracer.end());
		}
	}

	/**
	 * Returns what was traced.
	 * @return the units, in order
	 */
	public List<UnitTrace> units() {
		return List.copyOf(this.units);
	}

}
