package dev.appmigrations.engine.execute;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.RunHistory;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.lock.MigrationLock;
import dev.appmigrations.engine.plan.RollbackStep;
import dev.appmigrations.engine.script.Placeholders;

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
		}, (origin, position, notice) -> true);
	}

	/**
	 * Tries rollbacks, and leaves nothing behind.
	 * @param steps the rollbacks, in their order
	 * @return what would be lost, a sentence each; empty if nothing is, or if a rollback
	 * fails, which keeps everything
	 * @throws dev.appmigrations.engine.lock.LockLostException if the lock is in other
	 * hands
	 */
	public List<String> run(List<RollbackStep> steps) {
		if (this.session.work().isPooled()) {
			return List.of("Behind a pooler, what a rollback would lose is not known beforehand.");
		}
		List<String> lost = new ArrayList<>();
		StoredTables before = StoredTables.read(this.session);
		StoredTables after = before;
		long rows = 0;
		try {
			this.batch.add("BEGIN", Step.BEGIN);
			this.batch.add(this.lock.guard(), Step.GUARD);
			this.batch.send();
			long changed = this.session.changedRows();
			for (RollbackStep step : steps) {
				StepTrial trial = step.migration()
					.accept((migration) -> new SqlTrial(this.session, this.history, this.placeholders, this.batch,
							migration, migration.rollback(), Progress.Direction.DOWN));
				String obstacle = trial.obstacle();
				if (obstacle != null) {
					lost.add("What the rollback of " + step.migration().name() + " loses is not known beforehand: it "
							+ obstacle + ".");
					break;
				}
				trial.run();
			}
			rows = this.session.changedRows() - changed;
			after = StoredTables.read(this.session);
		}
		catch (UnitFailedException | StepFailedException ex) {
			return lost;
		}
		finally {
			this.session.work().rollback();
		}
		if (rows > 0) {
			lost.add("The rollback changes or deletes " + ((rows == 1) ? "1 row." : rows + " rows."));
		}
		before.lost(this.session, after).forEach((clause) -> lost.add("The rollback " + clause + "."));
		return lost;
	}

}
