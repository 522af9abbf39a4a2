package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.Timeouts;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import org.jspecify.annotations.Nullable;

/**
 * The circumstances of an error, on which {@link Advice} depends.
 *
 * @param error what the server said
 * @param step what the statement was for
 * @param kind the kind of the statement of the script, {@code null} for one of ours
 * @param unit the unit in which it failed, {@code null} outside of one
 * @param inOwnBlock whether the script itself has begun the transaction
 * @param oneByOne whether the script has no transaction around its statements
 * @param timeouts the limits that the script sets with directives
 * @param pooled whether a pooler stands between
 */
record Circumstances(DatabaseError error, Step step, @Nullable StatementKind kind, @Nullable Unit unit,
		boolean inOwnBlock, boolean oneByOne, Timeouts timeouts, boolean pooled) {

	static Circumstances of(UnitFailedException failure, ScriptPart part) {
		SqlStatement statement = failure.statement();
		UnitFailedException.Surroundings around = failure.surroundings();
		return new Circumstances(failure.failure().error(), failure.step(),
				(statement != null) ? statement.kind() : null, (around != null) ? around.unit() : null,
				around != null && around.ownBlock(), part.oneByOne(), part.timeouts(),
				around != null && around.pooled());
	}

	static Circumstances ofOurs(DatabaseError error) {
		return new Circumstances(error, Step.BEGIN, null, null, false, false, Timeouts.NONE, false);
	}

	/** Whether the directive would let it run otherwise than it did. */
	boolean inOurTransaction() {
		return !this.oneByOne && !this.inOwnBlock;
	}

	/** Whether other statements share the transaction, and need not. */
	boolean isShared() {
		return inOurTransaction() && this.unit != null && this.unit.statements() > 1;
	}

	/** Whether it is in the first transaction of the file. */
	boolean isFirst() {
		return this.unit == null || this.unit.number() == 1;
	}

	/** Whether code of a routine ran it. */
	boolean inRoutine() {
		return this.kind == StatementKind.DO || this.kind == StatementKind.CALL || this.error.inRoutine();
	}

	boolean limitOfFile() {
		return this.timeouts.statement() != null;
	}

	boolean isRaisedBy(String routine) {
		return routine.equals(this.error.origin().routine());
	}

	boolean hints(String setting) {
		String hint = this.error.hint();
		return hint != null && hint.contains(setting);
	}

	boolean says(String english) {
		return this.error.message().contains(english);
	}

}
