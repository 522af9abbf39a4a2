package dev.appmigrations.engine.backfill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.appmigrations.engine.history.BackfillProgress;
import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.history.BackfillTable;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.lock.AdvisoryLock;
import dev.appmigrations.engine.migration.MigrationException;
import org.jspecify.annotations.Nullable;

/**
 * The row of a backfill as its worker sees and writes it. Each call is one message.
 */
final class WorkedRow {

	private static final int LOOKS_PER_LEASE = 6;

	private final Session session;

	private final BackfillTable table;

	private final String lockTable;

	private final String worker;

	private final Duration lease;

	WorkedRow(BackfillContext context, BackfillTable table) {
		this.session = context.session();
		this.table = table;
		this.lockTable = context.tables().historyTable();
		this.worker = context.manner().worker();
		this.lease = context.options().lease();
	}

	/**
	 * Takes the row, unless somebody else has it or it is not time yet.
	 * @return whether it is ours now
	 */
	boolean acquire() {
		return last(List.of(this.table.acquire(this.worker, this.lease))).size() > 0;
	}

	/**
	 * Reads the row.
	 * @param columns the number of columns of the key
	 * @return what it holds, {@code null} if there is none
	 */
	@Nullable Content read(int columns) {
		Rows rows = last(List.of(this.table.select(columns, "EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE "
				+ AdvisoryLock.grantedElsewhere(this.lockTable) + ") AS migrating")));
		if (rows.size() == 0) {
			return null;
		}
		BackfillProgress progress = BackfillTable.read(rows, 0);
		return new Content(progress, rows.required(0, "rolling_hash"), key(rows, 0, "c", columns),
				key(rows, 0, "u", columns), this.worker.equals(rows.value(0, "worker")), rows.isTrue(0, "migrating"));
	}

	private static @Nullable List<String> key(Rows rows, int row, String prefix, int columns) {
		List<String> key = new ArrayList<>();
		for (int i = 1; i <= columns; i++) {
			String value = rows.value(row, prefix + i);
			if (value == null) {
				return null;
			}
			key.add(value);
		}
		return key;
	}

	/**
	 * Reads the keys of the rows that were left out.
	 * @param columns the number of columns of the key
	 * @return the keys, a text for each column
	 */
	List<List<String>> skipped(int columns) {
		Rows rows = last(List.of(this.table.selectSkipped(columns)));
		List<List<String>> keys = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			keys.add(Objects.requireNonNull(key(rows, i, "c", columns), "A key has no NULL"));
		}
		return keys;
	}

	/** Writes what has changed, and prolongs the lease. */
	void write(BackfillTable.Changes changes) {
		last(List.of(this.table.write(this.worker, this.lease, changes) + " RETURNING 1 AS written"));
	}

	/** Writes what a person has decided, whoever works on it. */
	void decide(BackfillTable.Changes changes) {
		last(List.of(this.table.decide(changes) + " RETURNING 1 AS written"));
	}

	/** Says that no row is left. */
	BackfillOutcome done() {
		write(new BackfillTable.Changes().state(BackfillState.DONE, null).error(null));
		return BackfillOutcome.DONE;
	}

	/**
	 * Says that a person has to do something.
	 * @param reason why, in a line
	 * @param failure what the caller of the run gets; the remedy is not stored
	 */
	BackfillOutcome failed(String reason, MigrationException failure) {
		write(new BackfillTable.Changes().state(BackfillState.FAILED, reason).error(failure.description()));
		return BackfillOutcome.failed(failure);
	}

	/**
	 * Lets everybody look again in a while.
	 * @param state the state meanwhile
	 * @param reason what has to be waited for
	 */
	BackfillOutcome later(BackfillState state, String reason) {
		write(new BackfillTable.Changes().state(state, reason).notBefore(this.lease.dividedBy(LOOKS_PER_LEASE)));
		return BackfillOutcome.HELD;
	}

	/** Lets others have it at once. */
	void release() {
		last(List.of(this.table.release(this.worker) + " RETURNING 1 AS released"));
	}

	String guard(@Nullable List<String> cursor) {
		return this.table.guard(this.worker, cursor);
	}

	List<String> written(BackfillTable.Changes changes, @Nullable List<String> cursor) {
		return List.of(this.table.write(this.worker, this.lease, changes), this.table.written(cursor));
	}

	List<String> pin() {
		return this.table.pin();
	}

	private Rows last(List<String> statements) {
		// The mode of the transaction comes before any query.
		List<String> transaction = new ArrayList<>(this.session.work().transactionPreamble());
		transaction.addAll(this.table.pin());
		transaction.addAll(statements);
		QueryResult result = this.session.queryBehindCommit(transaction, List.of()).orThrow();
		return result.rows().get(result.rows().size() - 1);
	}

	/**
	 * What the row holds.
	 *
	 * @param progress how far the backfill has come
	 * @param checksum the checksum of the migration that was begun
	 * @param cursor the key that was reached
	 * @param bound the key at which the walk ends
	 * @param ours whether we are the one who works on it
	 * @param migrating whether somebody else holds the lock of the migrations
	 */
	record Content(BackfillProgress progress, String checksum, @Nullable List<String> cursor,
			@Nullable List<String> bound, boolean ours, boolean migrating) {

	}

}
