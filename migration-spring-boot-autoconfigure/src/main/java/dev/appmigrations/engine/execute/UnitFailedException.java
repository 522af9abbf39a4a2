package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.report.FailedAttempt;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a unit failed. Carries what {@link FailureText} needs to tell a person.
 */
final class UnitFailedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient BatchFailedException failure;

	private final Step step;

	private final transient @Nullable SqlStatement statement;

	private final transient @Nullable Suspects suspects;

	private final transient @Nullable FailedAttempt lastAttempt;

	private final transient @Nullable Surroundings surroundings;

	private final transient @Nullable Script callback;

	UnitFailedException(BatchFailedException failure, Step step, @Nullable SqlStatement statement) {
		this(failure, step, statement, null);
	}

	UnitFailedException(BatchFailedException failure, Step step, @Nullable SqlStatement statement,
			@Nullable Suspects suspects) {
		this(failure, step, statement, suspects, null, null, null);
	}

	private UnitFailedException(BatchFailedException failure, Step step, @Nullable SqlStatement statement,
			@Nullable Suspects suspects, @Nullable Surroundings surroundings, @Nullable FailedAttempt lastAttempt,
			@Nullable Script callback) {
		super(failure);
		this.failure = failure;
		this.step = step;
		this.statement = statement;
		this.suspects = suspects;
		this.surroundings = surroundings;
		this.lastAttempt = lastAttempt;
		this.callback = callback;
	}

	/** Returns the same failure, after which it is not tried again. */
	UnitFailedException after(FailedAttempt attempt) {
		return with(this.surroundings, attempt, this.callback);
	}

	/** Returns the same failure, with what is around it. */
	UnitFailedException in(Surroundings surroundings) {
		return with(surroundings, this.lastAttempt, this.callback);
	}

	/** Returns the same failure, which is one of a callback. */
	UnitFailedException in(Script callback) {
		return with(this.surroundings, this.lastAttempt, callback);
	}

	private UnitFailedException with(@Nullable Surroundings surroundings, @Nullable FailedAttempt lastAttempt,
			@Nullable Script callback) {
		UnitFailedException same = new UnitFailedException(this.failure, this.step, this.statement, this.suspects,
				surroundings, lastAttempt, callback);
		for (Throwable suppressed : getSuppressed()) {
			same.addSuppressed(suppressed);
		}
		return same;
	}

	/** Where it failed, {@code null} if it was outside a unit. */
	@Nullable Surroundings surroundings() {
		return this.surroundings;
	}

	/**
	 * Returns the only statement of its transaction, if the server runs it outside one
	 * only, which its text does not tell. The statements of a routine always run in one.
	 */
	@Nullable SqlStatement refusedInTransaction() {
		DatabaseError error = this.failure.error();
		boolean only = this.surroundings != null && !this.surroundings.ownBlock()
				&& this.surroundings.unit().mode() == Unit.Mode.TRANSACTION;
		return (only && this.step == Step.SCRIPT && this.statement != null && !error.inRoutine()
				&& this.statement.kind() != StatementKind.SET_TRANSACTION && error.is(SqlState.ACTIVE_SQL_TRANSACTION))
						? this.statement : null;
	}

	/** The callback that it stands in, {@code null} if it is the migration's own. */
	@Nullable Script callback() {
		return this.callback;
	}

	/** The last of several attempts, {@code null} if it was not tried again. */
	@Nullable FailedAttempt lastAttempt() {
		return this.lastAttempt;
	}

	/** One of them has failed, {@code null} if it is known which statement it was. */
	@Nullable Suspects suspects() {
		return this.suspects;
	}

	BatchFailedException failure() {
		return this.failure;
	}

	Step step() {
		return this.step;
	}

	/** The statement of the script, {@code null} for one of ours. */
	@Nullable SqlStatement statement() {
		return this.statement;
	}

	/**
	 * The surroundings of a statement.
	 *
	 * @param unit the unit
	 * @param ownBlock whether the script itself has begun its transaction
	 * @param pooled whether a pooler stands between
	 * @param readOnly the statement of the script that has made a transaction read-only,
	 * {@code null} if there is none
	 */
	record Surroundings(Unit unit, boolean ownBlock, boolean pooled, @Nullable SqlStatement readOnly) {

	}

}
