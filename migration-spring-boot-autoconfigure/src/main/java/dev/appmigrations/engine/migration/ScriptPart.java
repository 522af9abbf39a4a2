package dev.appmigrations.engine.migration;

import java.util.List;

import dev.appmigrations.engine.sql.LongStatement;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a script that go in one direction: a whole file, or its up or its
 * down section.
 *
 * @param script the file
 * @param units the units, in order; empty where the part holds no statement
 * @param unitsWithValuesCommitted other units of the same statements, which end behind
 * {@code ALTER TYPE … ADD VALUE}: for scripts that turn out to use the value; empty where
 * there is none
 * @param unitsWithCallsAlone the same, with units in which each {@code CALL} and
 * {@code DO} runs outside a transaction: for procedures that turn out to commit; empty
 * where there is none
 * @param oneByOne whether the script has no transaction around its statements
 * @param sessionState whether a statement leaves more in the session than settings, for
 * example a temporary table
 * @param timeouts the limits that the script sets for its statements
 * @param transactionReason why the part runs as it does, for the report
 * @param longest the statement that takes most memory, {@code null} if none takes much
 */
public record ScriptPart(Script script, List<Unit> units, List<Unit> unitsWithValuesCommitted,
		List<Unit> unitsWithCallsAlone, boolean oneByOne, boolean sessionState, Timeouts timeouts,
		String transactionReason, @Nullable LongStatement longest) {

	public ScriptPart {
		units = List.copyOf(units);
		unitsWithValuesCommitted = List.copyOf(unitsWithValuesCommitted);
		unitsWithCallsAlone = List.copyOf(unitsWithCallsAlone);
	}

	/**
	 * Returns a part without statements.
	 * @param script the file
	 * @return the part
	 */
	public static ScriptPart empty(Script script) {
		return new ScriptPart(script, List.of(), List.of(), List.of(), false, false, Timeouts.NONE, "", null);
	}

	/**
	 * Returns the number of statements in all units.
	 * @return 0 for a part of comments only
	 */
	public long statements() {
		long statements = 0;
		for (Unit unit : this.units) {
			statements += unit.statements();
		}
		return statements;
	}

	/**
	 * Returns the number of the statement before the first of this part.
	 * @return 0 unless another section stands before it
	 */
	public long statementsBefore() {
		return (this.units.isEmpty()) ? 0 : this.units.get(0).firstStatement() - 1;
	}

}
