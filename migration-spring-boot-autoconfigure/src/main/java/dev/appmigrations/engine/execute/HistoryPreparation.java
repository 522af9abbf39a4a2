package dev.appmigrations.engine.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.engine.history.AdoptedMigration;
import dev.appmigrations.engine.history.HistoryCorrection;
import dev.appmigrations.engine.history.HistoryDdl;
import dev.appmigrations.engine.history.HistoryRecords;
import dev.appmigrations.engine.history.HistoryRepair;
import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.IdSequences;
import dev.appmigrations.engine.history.MissingKey;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.ProgressTable;
import dev.appmigrations.engine.history.Recorder;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.jdbc.StatementBatch;
import dev.appmigrations.engine.lock.LockLostException;
import dev.appmigrations.engine.lock.MigrationLock;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.text.VisibleLog;

/**
 * Puts the history in order before the first migration of a run, in one transaction: its
 * tables, the columns that an older one lacks, and rows that need a correction.
 */
public final class HistoryPreparation {

	private static final VisibleLog logger = VisibleLog.of(HistoryPreparation.class);

	private final Session session;

	private final MigrationLock lock;

	private final Recorder recorder;

	private boolean sequencesSet;

	/**
	 * Creates a preparation.
	 * @param session the connection, prepared for work
	 * @param lock guards the transaction
	 * @param recorder who runs this
	 */
	public HistoryPreparation(Session session, MigrationLock lock, Recorder recorder) {
		this.session = session;
		this.lock = lock;
		this.recorder = recorder;
	}

	/**
	 * Does what is necessary, often nothing.
	 * @param found what the last look told
	 * @param plan what follows from it
	 * @param adopted what is taken over from another tool
	 * @throws MigrationException if the role may not do it
	 * @throws LockLostException if the lock is in other hands
	 */
	public void run(HistorySnapshot found, MigrationPlan plan, List<AdoptedMigration> adopted) {
		setSequencesForward(found);
		run(found, HistoryDdl.preparation(found), statements(records(found), found, plan, adopted));
		for (HistoryCorrection correction : plan.corrections()) {
			if (correction instanceof HistoryCorrection.Rename rename) {
				logger.info("{} was renamed to {}: the history follows", rename.row().name(),
						rename.migration().name());
			}
			else if (correction instanceof HistoryCorrection.Withdrawal withdrawal) {
				logger.info("{} was recorded when it had no statements: it is applied now",
						withdrawal.migration().name());
			}
		}
		logAdopted(adopted);
		if (!plan.marks().isEmpty()) {
			logger.info("Marked as applied, without running them: {}",
					plan.marks().stream().map(Migration::name).collect(Collectors.joining(", ")));
		}
	}

	/**
	 * Returns the statements that put the history in order, for one transaction.
	 * @param records makes those that write rows
	 * @param found what the last look told
	 * @param plan what follows from it
	 * @param adopted what is taken over from another tool
	 * @return the statements, often none
	 */
	public static List<String> statements(HistoryRecords records, HistorySnapshot found, MigrationPlan plan,
			List<AdoptedMigration> adopted) {
		List<String> statements = new ArrayList<>(HistoryDdl.preparation(found));
		for (HistoryCorrection correction : plan.corrections()) {
			statements.addAll(records.correct(correction));
		}
		statements.addAll(records.adopted(adopted));
		for (Migration migration : plan.marks()) {
			statements.addAll(records.baseline(migration));
		}
		return statements;
	}

	/**
	 * Takes over what another tool has applied, and does nothing else.
	 * @param found what the last look told
	 * @param adopted what is taken over
	 * @throws MigrationException if the role may not do it
	 * @throws LockLostException if the lock is in other hands
	 */
	public void adopt(HistorySnapshot found, List<AdoptedMigration> adopted) {
		prepareAnd(found, records(found).adopted(adopted));
		logAdopted(adopted);
	}

	private static void logAdopted(List<AdoptedMigration> adopted) {
		if (!adopted.isEmpty()) {
			logger.info("Took over {} from {}",
					(adopted.size() == 1) ? "1 applied migration" : adopted.size() + " applied migrations",
					adopted.get(0).source());
		}
	}

	/**
	 * Carries out what a person has decided.
	 * @param found what the last look told
	 * @param repairs what is to be done
	 * @throws MigrationException if the role may not do it
	 * @throws LockLostException if the lock is in other hands
	 */
	public void repair(HistorySnapshot found, List<HistoryRepair> repairs) {
		HistoryRecords records = records(found);
		prepareAnd(found, repairs.stream().flatMap((repair) -> records.repair(repair).stream()).toList());
	}

	/**
	 * Creates what is missing, and does nothing else.
	 * @param found what the last look told
	 * @throws MigrationException if the role may not do it
	 * @throws LockLostException if the lock is in other hands
	 */
	public void upgrade(HistorySnapshot found) {
		prepareAnd(found, List.of());
	}

	/**
	 * Announces contract migrations, so that an instance that does not know them starts
	 * no more.
	 * @param found what the last look told
	 * @param migrations what is going to run
	 * @throws MigrationException if the role may not do it
	 * @throws LockLostException if the lock is in other hands
	 */
	public void announce(HistorySnapshot found, List<Migration> migrations) {
		ProgressTable progress = new ProgressTable(found.tables(), found.trust());
		List<String> statements = new ArrayList<>(progress.create());
		migrations.forEach((migration) -> statements.add(progress
			.done(new Progress(migration.name(), Progress.Direction.CONTRACT, 0, 0, "", Progress.State.DONE, null))));
		prepareAnd(found, statements);
	}

	/**
	 * Withdraws what was announced.
	 * @param found what the last look told
	 * @param migrations the names of the migrations
	 * @throws MigrationException if the role may not do it
	 * @throws LockLostException if the lock is in other hands
	 */
	public void withdraw(HistorySnapshot found, List<String> migrations) {
		ProgressTable progress = new ProgressTable(found.tables(), found.trust());
		run(found, List.of(),
				migrations.stream().map((name) -> progress.clear(name, Progress.Direction.CONTRACT)).toList());
	}

	private HistoryRecords records(HistorySnapshot found) {
		return new HistoryRecords(found.tables(), this.recorder);
	}

	/** Once for each time that the lock is held: nobody else writes meanwhile. */
	private void setSequencesForward(HistorySnapshot found) {
		if (!this.sequencesSet) {
			this.sequencesSet = true;
			IdSequences.setForward(this.session, found);
		}
	}

	private void prepareAnd(HistorySnapshot found, List<String> statements) {
		setSequencesForward(found);
		List<String> ddl = HistoryDdl.preparation(found);
		List<String> all = new ArrayList<>(ddl);
		all.addAll(statements);
		run(found, ddl, all);
	}

	private void run(HistorySnapshot found, List<String> ddl, List<String> statements) {
		if (statements.isEmpty()) {
			return;
		}
		StatementBatch batch = new StatementBatch();
		batch.addOwn("BEGIN");
		int guard = batch.addOwn(this.lock.guard());
		int pinned = guard;
		for (String pin : found.pin()) {
			pinned = batch.addOwn(pin);
		}
		batch.addAll(found.pinLog());
		batch.addAll(this.session.work().transactionPreamble());
		batch.addAll(statements);
		batch.addOwn("COMMIT");
		List<MissingKey> keys = (ddl.isEmpty()) ? List.of() : found.trust().missingKeys();
		try {
			this.session.send(batch);
			for (MissingKey key : keys) {
				logger.info("A key was missing, and was added where no rows are in its way: {}", key);
			}
		}
		catch (BatchFailedException ex) {
			this.session.work().rollback();
			if (ex.statement() >= guard && ex.statement() <= pinned
					&& (ex.error().is(SqlState.DIVISION_BY_ZERO) || ex.error().is(SqlState.UNDEFINED_TABLE))) {
				throw new LockLostException(ex);
			}
			if (ex.error().is(SqlState.DUPLICATE_TABLE)) {
				// Behind a pooler, another instance may have been first.
				throw new LockLostException(ex);
			}
			String failed = batch.statement(ex.statement());
			for (MissingKey key : keys) {
				if (failed.equals(key.statement()) && ex.error().is(SqlState.UNIQUE_VIOLATION)) {
					throw PreparationFailure.notUnique(this.session, key, ex);
				}
			}
			throw PreparationFailure.of(found, ddl, failed, ex);
		}
	}

}
