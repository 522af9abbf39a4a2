package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.sql.SqlStatement;
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

	UnitFailedException(BatchFailedException failure, Step step, @Nullable SqlStatement statement) {
		this(failure, step, statement, null, null);
	}

	UnitFailedException(BatchFailedException failure, Step step, @Nullable SqlStatement statement,
			@Nullable Suspects suspects, @Nullable FailedAttempt lastAttempt) {
		super(failure);
		this.failure = failure;
		this.step = step;
		this.statement = statement;
		this.suspects = suspects;
		this.lastAttempt = lastAttempt;
	}

	/** Returns the same failure, after which it is not tried again. */
	UnitFailedException after(FailedAttempt attempt) {
		UnitFailedException last = new UnitFailedException(this.failure, this.step, this.statement, this.suspects,
				attempt);
		for (Throwable suppressed : getSuppressed()) {
			last.addSuppressed(suppressed);
		}
		return last;
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

}
