package dev.appmigrations.engine.execute;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.RunHistory;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.lock.MigrationLock;
import dev.appmigrations.engine.plan.RollbackStep;
import dev.appmigrations.engine.script.Placeholders;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what rollbacks would lose, by what they do and not by what they say: runs
 * them, under the lock, in one transaction that is rolled back, compares the tables
 * before and behind it, and looks for rows in those that were missing.
 */
public final class LossTrial {

	private final Session session;

	private final MigrationLock lock;

	private final RunHistory history;

	private final Placeholders placeholders;

	private final UnitBatch batch;

	/**
	 * Creates a trial.
	 * @param session the connection, prepared for work
	 * @param lock guards the transaction
	 * @param history knows what was interrupted
	 * @param placeholders what to replace in scripts
	 */
	public LossTrial(Session session, MigrationLock lock, RunHistory history, Placeholders placeholders) {
		this.session = session;
		this.lock = lock;
		this.history = history;
		this.placeholders = placeholders;
		this.batch = new UnitBatch(session, "", (statements) -> {
		}, (origin, position, notice) -> true, null);
	}

	/**
	 * Tries rollbacks, and leaves nothing behind.
	 * @param steps the rollbacks, in their order
	 * @return what would be lost, a sentence each; empty if nothing is
	 * @throws dev.appmigrations.engine.migration.MigrationException if a rollback fails
	 * @throws dev.appmigrations.engine.lock.LockLostException if the lock is in other
	 * hands
	 */
	public List<String> run(List<RollbackStep> steps) {
		if (this.session.work().isPooled()) {
			return List.of("Behind a pooler, what a rollback would lose is not known beforehand.");
		}
		StoredTables before = StoredTables.read(this.session);
		StoredTables after;
		List<String> lost = new ArrayList<>();
		try {
			long changed = this.session.changedRows();
			begin();
			for (RollbackStep step : steps) {
				String unknown = tryOut(step);
				if (unknown != null) {
					return List.of("What the rollback of " + step.migration().name()
							+ " loses is not known beforehand: it " + unknown + ".");
				}
			}
			long rows = this.session.changedRows() - changed;
			if (rows > 0) {
				lost.add("The rollback changes or deletes " + ((rows == 1) ? "1 row." : rows + " rows."));
			}
			after = StoredTables.read(this.session);
		}
		finally {
			this.session.work().rollback();
		}
		before.lost(this.session, after).forEach((clause) -> lost.add("The rollback " + clause + "."));
		return lost;
	}

	private void begin() {
		try {
			this.batch.add("BEGIN", Step.BEGIN);
			this.batch.add(this.lock.guard(), Step.GUARD);
			this.batch.send();
		}
		catch (UnitFailedException ex) {
			throw new DatabaseErrorException(ex.failure().error());
		}
	}

	/** Returns why it cannot be tried, {@code null} if it was. */
	private @Nullable String tryOut(RollbackStep step) {
		StepTrial trial = step.migration()
			.accept(new StepTrials(this.session, this.history, this.placeholders, this.batch, Progress.Direction.DOWN));
		String obstacle = trial.obstacle();
		if (obstacle != null) {
			return obstacle;
		}
		try {
			trial.run();
			// What one has set must not reach the next.
			this.batch.addAll(this.session.work().beforeRecord(), Step.RECORD);
			this.batch.addAll(trial.cleanUp(), Step.CLEAN_UP);
			this.batch.addAll(this.session.work().afterCommit(), Step.CLEAN_UP);
			this.batch.send();
			return null;
		}
		catch (UnitFailedException ex) {
			String reason = trial.obstacle(ex.failure().error(), false);
			if (reason != null) {
				return reason;
			}
			throw trial.failure(ex);
		}
		catch (StepFailedException ex) {
			throw ex.failure();
		}
	}

}
