package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

import dev.appmigrations.engine.execute.UnitFailedException.Surroundings;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.JdbcWork;
import dev.appmigrations.engine.jdbc.LentWorkException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SessionWork;
import dev.appmigrations.engine.lock.LockLostException;
import dev.appmigrations.engine.lock.MigrationLabel;
import dev.appmigrations.engine.migration.Callbacks;
import dev.appmigrations.engine.migration.Timeouts;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.trace.MigrationTracer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one transactional unit together with its record:
 * <ol>
 * <li>BEGIN and the guards travel in front of the first statements; behind a pooler they
 * go ahead, because only then it is known which session of the server it is.
 * <li>Statements travel in chunks, so that small ones cost no round trip each, and
 * neither side has to hold a large file; each is cut while the one before it runs. Inline
 * COPY data are streamed.
 * <li>The record travels behind the last statements, in the role that the session had.
 * <li>COMMIT and what cleans the session follow in the same message, so that a small
 * migration is one round trip. The server runs nothing after the first error, and how
 * many statements were complete tells whether it was at COMMIT, where deferred
 * constraints are checked. Only where the connection broke can nobody tell: then the
 * commit is in doubt.
 * </ol>
 */
final class UnitRunner {

	private final Session session;

	private final SessionWork work;

	private final Timeouts timeouts;

	private final List<String> guards;

	private final UnitBatch batch;

	/** Whether the script itself has begun the transaction. */
	private boolean ownBlock;

	/**
	 * Creates a runner for one part of a script.
	 * @param session the connection
	 * @param migration the name of the migration
	 * @param timeouts the limits that the script sets
	 * @param guards statements that fail with {@code division_by_zero} unless a
	 * transaction may go on: that of the lock first
	 * @param progress is notified how many statements have run
	 * @param notices receives what the server says meanwhile
	 * @param tracer traces each statement, {@code null} for none
	 */
	UnitRunner(Session session, String migration, Timeouts timeouts, List<String> guards, ProgressReporter progress,
			UnitListener notices, @Nullable MigrationTracer tracer) {
		this.session = session;
		this.work = session.work();
		this.batch = new UnitBatch(session, MigrationLabel.of(migration), progress::ran, notices, tracer);
		this.timeouts = timeouts;
		this.guards = guards;
	}

	/**
	 * Runs a unit.
	 * @param cursor stands before the first statement of the unit, or in the middle of it
	 * where the statements before are done already
	 * @param unit the unit
	 * @param records makes the statements that record the unit, when all its statements
	 * have been read
	 * @param afterCommit makes the statements that clean the session, or bring back in it
	 * what the record has changed
	 * @throws UnitFailedException if a statement fails; the transaction may be open
	 * @throws LockLostException if a guard fails
	 * @throws IOException if the script cannot be read
	 */
	void run(StatementCursor cursor, Unit unit, Supplier<List<String>> records, Supplier<List<String>> afterCommit)
			throws UnitFailedException, IOException {
		run(cursor, unit, null, records, afterCommit);
	}

	/**
	 * Runs a unit that is all of a migration, with the callbacks around it.
	 * @param cursor stands before the first statement of the unit
	 * @param unit the unit
	 * @param callbacks run before its first statement and behind its last one;
	 * {@code null} for none
	 * @param records makes the statements that record the unit, when all its statements
	 * have been read
	 * @param afterCommit makes the statements that clean the session
	 * @throws UnitFailedException if a statement fails; the transaction may be open
	 * @throws LockLostException if a guard fails
	 * @throws IOException if the script cannot be read
	 */
	void run(StatementCursor cursor, Unit unit, @Nullable CallbackRunner callbacks, Supplier<List<String>> records,
			Supplier<List<String>> afterCommit) throws UnitFailedException, IOException {
		try (UnitBatch batch = this.batch) {
			script(cursor, unit, callbacks);
			batch.endTrace();
			if (callbacks != null) {
				batch.send();
				callbacks.runInside(Callbacks.Moment.AFTER_EACH_MIGRATE);
			}
			end(records.get(), afterCommit.get());
		}
		catch (UnitFailedException ex) {
			throw ex.in(new Surroundings(unit, this.ownBlock, this.work.isPooled(), cursor.readOnly()));
		}
	}

	/** Records the work of a transaction and commits it. */
	private void end(List<String> records, List<String> afterCommit) throws UnitFailedException {
		this.batch.addAll(this.work.beforeRecord(), Step.RECORD);
		this.batch.addAll(records, Step.RECORD);
		this.batch.add("COMMIT", Step.COMMIT);
		this.batch.addAll(afterCommit, Step.CLEAN_UP);
		this.batch.send();
	}

	/**
	 * Lets the next script have what a new session would have.
	 * @param sessions opens another connection
	 * @throws UnitFailedException if the settings cannot be set
	 * @see SessionWork#adoptDefaults
	 */
	void adoptDefaults(Supplier<Session> sessions) throws UnitFailedException {
		try {
			this.work.adoptDefaults(sessions);
		}
		catch (BatchFailedException ex) {
			throw new UnitFailedException(ex, Step.CLEAN_UP, null);
		}
	}

	private void before(@Nullable CallbackRunner callbacks) throws UnitFailedException, IOException {
		if (callbacks != null) {
			this.batch.send();
			callbacks.runInside(Callbacks.Moment.BEFORE_EACH_MIGRATE);
			this.batch.label();
		}
	}

	private void script(StatementCursor cursor, Unit unit, @Nullable CallbackRunner callbacks)
			throws UnitFailedException, IOException {
		// Those that were in force before the unit; what it sets itself comes in its
		// turn.
		List<String> settings = (this.work.isPooled()) ? List.copyOf(cursor.settings()) : List.of();
		List<String> roles = List.copyOf(cursor.roles());
		List<String> chained = List.copyOf(cursor.block());
		boolean open = false;
		while (cursor.position() < unit.lastStatement()) {
			SqlStatement statement = cursor.next();
			if (!open) {
				SqlStatement begin = (statement.kind() == StatementKind.BEGIN) ? statement : null;
				if (begin != null && cursor.position() < unit.lastStatement()) {
					statement = cursor.next();
				}
				boolean mode = statement.kind() == StatementKind.SET_TRANSACTION;
				open(cursor, chained, begin, (mode) ? statement : null);
				this.batch.addAll(settings, Step.BEGIN);
				this.batch.addAll(roles, Step.BEGIN);
				before(callbacks);
				this.batch.beginTrace(unit);
				open = true;
				if (mode) {
					continue;
				}
			}
			if (!statement.kind().transactionControl()) {
				this.batch.add(statement, cursor);
				SettingReset reset = SettingReset.of(statement);
				if (reset != null) {
					this.batch.addAll(reset.fallBack(this.work, this.timeouts), Step.BEGIN);
				}
			}
		}
		if (!open) {
			open(cursor, List.of(), null, null);
			before(callbacks);
		}
		if (unit.mode() == Unit.Mode.ROLLED_BACK) {
			// Whether it arrives or not: nothing of the transaction remains.
			this.batch.add("ROLLBACK", Step.BEGIN);
			this.batch.send();
			open(cursor, List.of(), null, null);
		}
	}

	/**
	 * Runs work that somebody else does with the connection, and its record, in one
	 * transaction.
	 * @param code the work
	 * @param callbacks run before it and behind it; {@code null} for none
	 * @param records makes the statements that record it, when it is done
	 * @param afterCommit statements that follow the commit
	 * @throws UnitFailedException if the server refuses a statement
	 * @throws LentWorkException if the work fails for another reason
	 * @throws LockLostException if a guard fails
	 * @throws IOException if a callback cannot be read
	 */
	void run(JdbcWork code, @Nullable CallbackRunner callbacks, Supplier<List<String>> records,
			List<String> afterCommit) throws UnitFailedException, LentWorkException, IOException {
		this.batch.label();
		this.batch.add("BEGIN", Step.BEGIN);
		this.batch.addAll(this.guards, Step.GUARD);
		transactionPreamble();
		this.batch.send();
		before(callbacks);
		try {
			lend(code, true);
			if (callbacks != null) {
				callbacks.runInside(Callbacks.Moment.AFTER_EACH_MIGRATE);
				this.batch.label();
			}
			end(records.get(), afterCommit);
		}
		finally {
			this.session.takeBack();
		}
	}

	/**
	 * Runs work that somebody else does with the connection, outside a transaction.
	 * @param code the work
	 * @throws UnitFailedException if the server refuses a statement
	 * @throws LentWorkException if the work fails for another reason
	 */
	void alone(JdbcWork code) throws UnitFailedException, LentWorkException {
		try {
			lend(code, false);
		}
		finally {
			this.session.takeBack();
		}
	}

	private void lend(JdbcWork code, boolean transaction) throws UnitFailedException, LentWorkException {
		try {
			this.session.lend(code, transaction);
		}
		catch (BatchFailedException ex) {
			throw new UnitFailedException(ex, Step.JAVA, null);
		}
	}

	/**
	 * Runs statements of ours in a transaction, for an intent or a checkpoint.
	 * @param statements the statements
	 * @param afterCommit statements that follow the commit
	 * @throws UnitFailedException if one fails
	 * @throws LockLostException if a guard fails
	 */
	void record(List<String> statements, List<String> afterCommit) throws UnitFailedException {
		record(List.of(), statements, afterCommit);
	}

	private void record(List<String> locks, List<String> statements, List<String> afterCommit)
			throws UnitFailedException {
		this.batch.add("BEGIN", Step.BEGIN);
		transactionPreamble();
		this.batch.addAll(this.work.beforeRecord(), Step.RECORD);
		this.batch.addAll(locks, Step.GUARD);
		// In the session's own role: that of the script may not even read the history.
		this.batch.addAll(this.guards, Step.GUARD);
		this.batch.addAll(statements, Step.RECORD);
		this.batch.add("COMMIT", Step.COMMIT);
		this.batch.addAll(afterCommit, Step.CLEAN_UP);
		this.batch.send();
	}

	/**
	 * Runs statements of ours in a transaction, before a statement that runs outside one.
	 * @param locks make sure that the lock is ours until long after this transaction
	 * @param statements the statements
	 * @param afterCommit statements that follow the commit
	 * @throws UnitFailedException if one fails
	 * @throws LockLostException if a guard fails
	 */
	void intend(List<String> locks, List<String> statements, List<String> afterCommit) throws UnitFailedException {
		record(locks, statements, afterCommit);
	}

	/**
	 * Runs a statement alone, outside a transaction. One whose waits are normal waits as
	 * long as it takes, unless the script says otherwise.
	 * @param statement the statement
	 * @param number its number in the script
	 * @param unit its unit
	 * @param limited whether the script has set a limit for waits itself
	 * @throws UnitFailedException if it fails
	 */
	void alone(SqlStatement statement, long number, Unit unit, boolean limited) throws UnitFailedException {
		if (statement.kind().concurrent() && !limited && !this.work.isPooled()) {
			this.batch.add("SET lock_timeout = 0", Step.BEGIN);
		}
		this.batch.addAll(TimeoutStatements.of(this.timeouts, "SET "), Step.BEGIN);
		this.batch.send();
		try {
			this.batch.sendAlone(statement, number, unit);
		}
		catch (UnitFailedException ex) {
			throw new UnitFailedException(ex.failure(), Step.ALONE, statement);
		}
	}

	/** After {@code AND CHAIN} a transaction begins as the one before it. */
	private void open(StatementCursor cursor, List<String> chained, @Nullable SqlStatement begin,
			@Nullable SqlStatement mode) throws UnitFailedException {
		this.batch.label();
		this.ownBlock = begin != null || !chained.isEmpty();
		if (chained.isEmpty()) {
			if (begin != null) {
				this.batch.add(begin, cursor.position() - 1);
			}
			else {
				this.batch.add("BEGIN", Step.BEGIN);
			}
		}
		this.batch.addAll(chained, Step.BEGIN);
		if (mode != null) {
			// Comes before any query of the transaction, those of the guards included.
			this.batch.add(mode, cursor.position());
		}
		this.batch.addAll(this.guards, Step.GUARD);
		transactionPreamble();
		this.batch.addAll(TimeoutStatements.of(this.timeouts, "SET LOCAL "), Step.BEGIN);
	}

	private void transactionPreamble() throws UnitFailedException {
		if (this.work.isPooled()) {
			this.batch.send();
			this.work.rememberPooled();
			this.batch.label();
			this.batch.addAll(this.work.transactionPreamble(), Step.BEGIN);
		}
	}

	/**
	 * The purpose of a statement in a transaction.
	 */
	enum Step {

		/** Opens the transaction. */
		BEGIN,

		/** Makes sure that the transaction may go on. */
		GUARD,

		/** Stands in the script. */
		SCRIPT,

		/** Stands in the script, and runs outside a transaction. */
		ALONE,

		/** Is done by code in Java. */
		JAVA,

		/** Records the unit. */
		RECORD,

		/** Commits. */
		COMMIT,

		/** Cleans the session. */
		CLEAN_UP

	}

}
