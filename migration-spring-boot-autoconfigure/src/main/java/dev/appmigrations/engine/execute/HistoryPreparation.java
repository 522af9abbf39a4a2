package dev.appmigrations.engine.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.engine.history.AdoptedMigration;
import dev.appmigrations.engine.history.AdoptionRecords;
import dev.appmigrations.engine.history.HistoryCorrection;
import dev.appmigrations.engine.history.HistoryRepair;
import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.IdSequences;
import dev.appmigrations.engine.history.MissingKey;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.ProgressTable;
import dev.appmigrations.engine.history.Recorder;
import dev.appmigrations.engine.history.SchemaHistory;
import dev.appmigrations.engine.history.TablePin;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.jdbc.StatementBatch;
import dev.appmigrations.engine.lock.LockLostException;
import dev.appmigrations.engine.lock.MigrationLock;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.text.VisibleText;

/**
 * Puts the history in order before the first migration of a run, in one transaction: its
 * tables, the columns that an older one lacks, and rows that need a correction.
 */
public final class HistoryPreparation {

	private static final VisibleLog logger = VisibleLog.of(HistoryPreparation.class);

	private final Session session;

	private final SchemaHistory history;

	private final MigrationLock lock;

	private final Recorder recorder;

	private boolean sequencesSet;

	/**
	 * Creates a preparation.
	 * @param session the connection, prepared for work
	 * @param history the history
	 * @param lock guards the transaction
	 * @param recorder who runs this
	 */
	public HistoryPreparation(Session session, SchemaHistory history, MigrationLock lock, Recorder recorder) {
		this.session = session;
		this.history = history;
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
		run(found, this.history.preparation(found), statements(this.history, found, plan, adopted, this.recorder));
		for (HistoryCorrection correction : plan.corrections()) {
			if (correction instanceof HistoryCorrection.Rename rename) {
				logger.info("{} was renamed to {}: the history follows", rename.row().name(),
						rename.migration().name());
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
	 * @param history makes them
	 * @param found what the last look told
	 * @param plan what follows from it
	 * @param adopted what is taken over from another tool
	 * @param recorder who does it
	 * @return the statements, often none
	 */
	public static List<String> statements(SchemaHistory history, HistorySnapshot found, MigrationPlan plan,
			List<AdoptedMigration> adopted, Recorder recorder) {
		List<String> statements = new ArrayList<>(history.preparation(found));
		for (HistoryCorrection correction : plan.corrections()) {
			statements.addAll(history.correct(found.tables(), correction, recorder));
		}
		statements.addAll(AdoptionRecords.insert(found.tables(), adopted, recorder));
		for (Migration migration : plan.marks()) {
			statements.addAll(history.recordBaseline(found.tables(), migration, recorder));
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
		prepareAnd(found, AdoptionRecords.insert(found.tables(), adopted, this.recorder));
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
		prepareAnd(found,
				repairs.stream()
					.flatMap((repair) -> this.history.repair(found.tables(), repair, this.recorder).stream())
					.toList());
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

	/** Once for each time that the lock is held: nobody else writes meanwhile. */
	private void setSequencesForward(HistorySnapshot found) {
		if (!this.sequencesSet) {
			this.sequencesSet = true;
			IdSequences.setForward(this.session, found);
		}
	}

	private void prepareAnd(HistorySnapshot found, List<String> statements) {
		setSequencesForward(found);
		List<String> ddl = this.history.preparation(found);
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
		for (String pin : TablePin.statements(found.tables(), found.trust())) {
			pinned = batch.addOwn(pin);
		}
		batch.addAll(TablePin.log(found.tables(), found.trust()));
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
					throw notUnique(key, ex);
				}
			}
			throw failed(found, ddl, failed, ex);
		}
	}

	private MigrationException notUnique(MissingKey key, BatchFailedException ex) {
		QueryResult result = this.session.query(List.of(key.obstacles()));
		StringBuilder rows = new StringBuilder();
		if (result.error() == null) {
			for (int i = 0; i < result.rows(0).size(); i++) {
				rows.append("\n  ").append(VisibleText.line(result.rows(0).required(i, "rows")));
			}
		}
		return new MigrationException(ErrorCode.HISTORY_UNUSABLE,
				"A key of the migration history is missing, and rows are in its way: " + key + ". No migration was run."
						+ rows,
				"Find out which of these rows is right, remove the others, and start again: the key is added then.",
				ex);
	}

	private static MigrationException failed(HistorySnapshot found, List<String> ddl, String statement,
			BatchFailedException ex) {
		if (!ex.error().is(SqlState.INSUFFICIENT_PRIVILEGE)) {
			return new MigrationException(
					(ex.error().connectionLost()) ? ErrorCode.CONNECTION_LOST : ErrorCode.HISTORY_UNUSABLE,
					"The migration history could not be prepared, and no migration was run.\n" + ex.error().text(),
					Advice.forOurs(ex.error(), "Mend what the message says, and start again.")
							+ "\nThe statement was:\n  " + statement,
					ex);
		}
		String role = Sql.visibleIdentifier(found.facts().role());
		String schema = Sql.visibleIdentifier(found.tables().schema());
		StringBuilder action = new StringBuilder();
		if (found.state() == HistorySnapshot.State.ABSENT) {
			// The first statement creates the schema.
			String object = (statement.equals(ddl.get(0)))
					? "GRANT CREATE ON DATABASE " + Sql.visibleIdentifier(found.facts().database())
					: "GRANT USAGE, CREATE ON SCHEMA " + schema;
			action.append("Let its owner, or a superuser, run:\n  ")
				.append(object)
				.append(" TO ")
				.append(role)
				.append(';');
		}
		else {
			action.append("Let the owner of the table run:");
			ddl.forEach((missing) -> action.append("\n  ").append(missing).append(';'));
			action.append("\n  GRANT SELECT, INSERT, UPDATE, DELETE ON ")
				.append(found.tables().historyTable())
				.append(", ")
				.append(found.tables().logTable())
				.append(" TO ")
				.append(role)
				.append(";\n  GRANT USAGE ON ALL SEQUENCES IN SCHEMA ")
				.append(schema)
				.append(" TO ")
				.append(role)
				.append(';');
		}
		action.append("\nOr migrate with another role: app.migrations.username and app.migrations.password.");
		return new MigrationException(ErrorCode.PERMISSION_DENIED,
				"Role " + role + " may not "
						+ ((found.state() == HistorySnapshot.State.ABSENT) ? "create" : "write or upgrade")
						+ " the migration history in schema " + schema + " of database "
						+ Sql.visibleIdentifier(found.facts().database()) + ".\n" + ex.error().text(),
				action.toString(), ex);
	}

}
