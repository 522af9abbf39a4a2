package dev.appmigrations.engine.execute;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.Blocker;
import dev.appmigrations.engine.report.FailedAttempt;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.watch.BlockerWatch;
import dev.appmigrations.engine.watch.Blockers;
import dev.appmigrations.engine.watch.RunningWork;
import org.jspecify.annotations.Nullable;

/**
 * Tries again what failed only because others held a lock, until a deadline. Every
 * attempt is bounded by {@code lock_timeout}, the last one too: nobody is made to wait
 * longer because the patience of a migration ends. After a pause that grows, and that
 * differs between instances, whoever was made to wait has gone on.
 */
final class LockTimeoutRetry implements AutoCloseable {

	private static final Set<String> PASSING = Set.of(SqlState.LOCK_NOT_AVAILABLE.code(),
			SqlState.DEADLOCK_DETECTED.code(), SqlState.SERIALIZATION_FAILURE.code());

	/** The tables that a statement names stand at its beginning, before its data. */
	private static final int LONGEST_NAMING = 100_000;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

	/** A script that raises such a code itself most likely does so again. */
	private static final int ATTEMPTS_IF_RAISED = 3;

	private final ExecutionContext run;

	private final Migration migration;

	private final boolean retriable;

	private final Instant start;

	private Duration pause = FIRST_PAUSE;

	private int attempts = 1;

	/** From the second attempt on: what fails at once costs no connection. */
	private @Nullable BlockerWatch watch;

	/**
	 * Starts the time.
	 * @param run the run
	 * @param migration the migration
	 * @param retriable whether another attempt can go on where one was rolled back; not
	 * where what earlier transactions left in the session would be missing
	 */
	LockTimeoutRetry(ExecutionContext run, Migration migration, boolean retriable) {
		this.retriable = retriable;
		this.run = run;
		this.migration = migration;
		this.start = run.clock().instant();
	}

	/**
	 * Runs something until it succeeds, or fails for another reason, or the time is over.
	 * @param <X> the type of what it may throw beside that
	 * @param attempt what is run; each time from where the database says that it stopped
	 * @throws UnitFailedException if it fails for good
	 * @throws X if it fails for a reason that no other attempt can change
	 */
	<X extends Exception> void run(Attempt<X> attempt) throws UnitFailedException, X {
		for (;;) {
			try {
				attempt.run(this.attempts == 1);
				return;
			}
			catch (UnitFailedException ex) {
				if (!this.retriable || !mayPass(ex) || !this.run.session().work().rollback()) {
					throw ex;
				}
				await(ex);
				this.attempts++;
				if (this.watch != null) {
					this.watch.attempt();
				}
			}
		}
	}

	private static boolean mayPass(UnitFailedException failure) {
		if (!PASSING.contains(String.valueOf(failure.failure().error().sqlState()))) {
			return false;
		}
		SqlStatement statement = failure.statement();
		boolean call = statement != null
				&& (statement.kind() == StatementKind.CALL || statement.kind() == StatementKind.DO);
		// Outside a transaction it may have committed part of its work.
		return failure.step() != Step.CLEAN_UP && (failure.step() != Step.ALONE || !call);
	}

	private void await(UnitFailedException failure) throws UnitFailedException {
		DatabaseError error = failure.failure().error();
		List<Blocker> blockers = blockers(failure, error);
		FailedAttempt attempt = new FailedAttempt(this.attempts, failure.failure().error().message(), blockers,
				Duration.between(this.start, this.run.clock().instant()));
		long jittered = this.pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(this.pause.toMillis() / 2 + 1);
		boolean raised = error.origin().raised();
		if (attempt.elapsed().plusMillis(jittered).compareTo(this.run.locks().lockRetryTimeout()) > 0
				|| (raised && this.attempts >= ATTEMPTS_IF_RAISED)) {
			throw failure.after(attempt);
		}
		if (this.watch == null && !raised) {
			this.watch = new BlockerWatch(this.run.watched(), this.run.locks().lockTimeout());
		}
		if (!this.run.session().work().isPooled()) {
			this.run.session().query(List.of(RunningWork.pausing(this.migration.name(), blockers)));
		}
		this.run.events()
			.publish(new MigrationEvent.AttemptFailed(this.migration, attempt, Duration.ofMillis(jittered)));
		sleep(Duration.ofMillis(jittered));
		Duration longer = this.pause.multipliedBy(2);
		this.pause = (longer.compareTo(LONGEST_PAUSE) > 0) ? LONGEST_PAUSE : longer;
	}

	/** Nobody is named because of a code that a script has chosen. */
	private List<Blocker> blockers(UnitFailedException failure, DatabaseError error) {
		List<Blocker> seen = (this.watch != null) ? this.watch.take() : List.of();
		boolean locked = error.is(SqlState.LOCK_NOT_AVAILABLE) || error.is(SqlState.DEADLOCK_DETECTED);
		if (!locked || !seen.isEmpty() || failure.statement() == null) {
			return (error.origin().raised()) ? List.of() : seen;
		}
		String text = failure.statement().text();
		return Blockers.after(this.run.session(), text.substring(0, Math.min(text.length(), LONGEST_NAMING)));
	}

	private void sleep(Duration duration) {
		try {
			this.run.sleeper().sleep(duration);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MigrationException(ErrorCode.INTERRUPTED,
					"The thread was interrupted while it waited to try " + this.migration.name() + " again.",
					"Start again: nothing was left half-done.", ex);
		}
	}

	/** Returns how many attempts there were. */
	int attempts() {
		return this.attempts;
	}

	@Override
	public void close() {
		if (this.watch != null) {
			this.watch.close();
		}
	}

	/**
	 * An attempt that can be repeated.
	 *
	 * @param <X> the type of what it may throw beside the failure of a unit
	 */
	@FunctionalInterface
	interface Attempt<X extends Exception> {

		void run(boolean first) throws UnitFailedException, X;

	}

}
