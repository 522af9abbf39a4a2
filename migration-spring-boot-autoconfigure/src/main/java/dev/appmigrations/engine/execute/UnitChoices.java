package dev.appmigrations.engine.execute;

import java.util.List;

import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.Progress.State;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.Unit;
import org.jspecify.annotations.Nullable;

/**
 * The ways to divide a part into units. The first one keeps as much as possible in one
 * transaction; where the server refuses that, everything since the last checkpoint is
 * rolled back, and the next one commits more often:
 * <ol>
 * <li>as the script has it;
 * <li>with a commit behind {@code ALTER TYPE … ADD VALUE}, if the value is used;
 * <li>with each {@code CALL} and {@code DO} outside a transaction as well, if a procedure
 * commits.
 * </ol>
 */
final class UnitChoices {

	private final ScriptPart part;

	private List<Unit> chosen;

	private @Nullable String reason;

	/**
	 * Chooses the first way in which a part can go on.
	 * @param part the part
	 * @param progress how far it has come before, {@code null} for a fresh start
	 */
	UnitChoices(ScriptPart part, @Nullable Progress progress) {
		this.part = part;
		this.chosen = part.units();
		if (progress == null || isBoundary(part.units(), progress) || part.oneByOne()) {
			return;
		}
		List<Unit> committed = part.unitsWithValuesCommitted();
		if (!committed.isEmpty() && (isBoundary(committed, progress) || part.unitsWithCallsAlone().isEmpty())) {
			this.chosen = committed;
		}
		else if (!part.unitsWithCallsAlone().isEmpty()) {
			this.chosen = part.unitsWithCallsAlone();
		}
	}

	private static boolean isBoundary(List<Unit> units, Progress progress) {
		for (Unit unit : units) {
			boolean boundary = (progress.state() == State.DONE) ? unit.lastStatement() == progress.done()
					: unit.mode() == Unit.Mode.ALONE && unit.firstStatement() == progress.statement();
			if (boundary) {
				return true;
			}
		}
		return false;
	}

	List<Unit> chosen() {
		return this.chosen;
	}

	/**
	 * Chooses another way after the server has refused the present one.
	 * @param error the error
	 * @return whether there is one
	 */
	boolean next(DatabaseError error) {
		List<Unit> next = List.of();
		if (error.is(SqlState.UNSAFE_NEW_ENUM_VALUE_USAGE) && this.chosen.equals(this.part.units())) {
			next = this.part.unitsWithValuesCommitted();
			this.reason = "it uses a value that ALTER TYPE … ADD VALUE adds";
		}
		else if (error.is(SqlState.INVALID_TRANSACTION_TERMINATION)
				&& !this.chosen.equals(this.part.unitsWithCallsAlone())) {
			next = this.part.unitsWithCallsAlone();
			this.reason = "it calls a procedure that commits, outside a transaction";
		}
		if (next.isEmpty()) {
			return false;
		}
		this.chosen = next;
		return true;
	}

	/** Says why the part ran as it did, for the report. */
	String reason() {
		return (this.reason != null) ? this.chosen.size() + " units: " + this.reason : this.part.transactionReason();
	}

}
