package dev.appmigrations.engine.lock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.StatementBatch;
import dev.appmigrations.engine.report.LockHolder;
import dev.appmigrations.engine.text.Sha256;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * An advisory lock of PostgreSQL, on a key made from schema and table; the server keeps
 * the keys of its databases apart. It ends with its connection, so that a process that is
 * killed leaves nothing to repair.
 * <ul>
 * <li>Where the connection is ours alone, the session holds the lock for the whole run.
 * <li>Where a pooler stands between, a lock of the session could outlive us: each
 * transaction takes it for itself.
 * </ul>
 */
public final class AdvisoryLock implements MigrationLock {

	private static final VisibleLog logger = VisibleLog.of(AdvisoryLock.class);

	private static final String GRANTED = "l.locktype OPERATOR(pg_catalog.=) 'advisory' AND l.granted"
			+ " AND l.objsubid OPERATOR(pg_catalog.=) 1 AND l.database OPERATOR(pg_catalog.=) " + Sql.DATABASE;

	private static final String KEY_OF = "app-migrations ";

	private final Session session;

	private final boolean pooled;

	private final long key;

	/**
	 * The key of a second lock, which is each session's own: while it is there, the first
	 * was never taken anew since it was acquired.
	 */
	private final String witness;

	private boolean held;

	/**
	 * Creates the lock of a history, which is not taken yet.
	 * @param session the connection that holds it
	 * @param tables the history
	 * @param pooled whether a pooler stands between
	 */
	public AdvisoryLock(Session session, HistoryTables tables, boolean pooled) {
		this.session = session;
		this.pooled = pooled;
		this.key = key(tables.historyTable());
		this.witness = (int) this.key + ", pg_catalog.pg_backend_pid()";
	}

	/**
	 * Returns a key that stays the same from release to release.
	 * @param table the qualified name of the history
	 * @return the key of the advisory lock
	 */
	public static long key(String table) {
		return ByteBuffer.wrap(Sha256.of((KEY_OF + table).getBytes(StandardCharsets.UTF_8))).getLong();
	}

	@Override
	public boolean tryAcquire() {
		String attempt = (this.pooled) ? "pg_catalog.pg_try_advisory_xact_lock(" + this.key + ")"
				: "(CASE WHEN pg_catalog.pg_try_advisory_lock(" + this.key + ") THEN pg_catalog.pg_try_advisory_lock("
						+ this.witness + ") ELSE false END)";
		boolean acquired = LockProof.acquired(this.session.query(List.of(LockProof.statement(attempt, ours()))));
		this.held = acquired && !this.pooled;
		return acquired;
	}

	@Override
	public String guard() {
		return "SELECT 1 OPERATOR(pg_catalog./) pg_catalog.pg_try_advisory_xact_lock(" + this.key + ")::integer";
	}

	@Override
	public String unbroken() {
		// Whether the session has a lock can only be asked by giving it back: nobody else
		// wants the witness, and the transaction holds the lock meanwhile. The witness
		// comes back last, and only if all is well. A look at pg_locks or into the
		// history takes longer.
		return "SELECT 1 OPERATOR(pg_catalog./) CASE WHEN NOT pg_catalog.pg_advisory_unlock(" + this.witness
				+ ") THEN 0 WHEN NOT pg_catalog.pg_try_advisory_xact_lock(" + this.key
				+ ") THEN 0 WHEN NOT pg_catalog.pg_advisory_unlock(" + this.key
				+ ") THEN 0 WHEN NOT pg_catalog.pg_try_advisory_lock(" + this.key
				+ ") THEN 0 ELSE pg_catalog.pg_try_advisory_lock(" + this.witness + ")::integer END";
	}

	@Override
	public String keep() {
		// Not simply taken once more: each time would have to be given back. Where it is
		// taken anew, others may have had it: there is no witness any more.
		return "SELECT 1 OPERATOR(pg_catalog./) CASE WHEN " + ours() + " THEN 1 WHEN pg_catalog.pg_try_advisory_lock("
				+ this.key + ") THEN (pg_catalog.pg_advisory_unlock(" + this.witness
				+ ") IS NOT NULL)::integer ELSE 0 END";
	}

	@Override
	public @Nullable LockHolder holder() {
		Rows rows = this.session.query(List.of("SELECT a.pid, a.application_name, a.usename, a.client_addr, a.state,"
				+ " EXTRACT(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) a.state_change)::bigint AS seconds,"
				+ " coalesce(pg_catalog.substring(a.query, '^/[*] (" + MigrationLabel.PREFIX + "[^*]+) [*]/'), "
				+ ActivityText.QUERY
				+ ") AS query FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid OPERATOR(pg_catalog.=) l.pid"
				+ " WHERE " + granted() + " LIMIT 1"))
			.rows(0);
		return (rows.size() == 0) ? null
				: new LockHolder(Integer.parseInt(rows.required(0, "pid")), rows.value(0, "application_name"),
						rows.value(0, "usename"), rows.value(0, "client_addr"), rows.value(0, "state"),
						rows.value(0, "seconds"), rows.value(0, "query"));
	}

	@Override
	public void release() {
		if (this.held) {
			this.held = false;
			// A script may have given it away: the server warns of what is not there.
			StatementBatch batch = new StatementBatch();
			batch.addQuietly("SELECT pg_catalog.pg_advisory_unlock(" + this.key + "), pg_catalog.pg_advisory_unlock("
					+ this.witness + ") WHERE " + ours());
			try {
				this.session.send(batch);
			}
			catch (BatchFailedException ex) {
				logger.debug("The lock could not be given back: it ends with its connection", ex);
			}
		}
	}

	private String ours() {
		return "EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid() AND "
				+ granted() + ")";
	}

	private String granted() {
		return granted(this.key);
	}

	private static String granted(long key) {
		return GRANTED + " AND l.classid::bigint OPERATOR(pg_catalog.=) " + (key >>> Integer.SIZE)
				+ " AND l.objid::bigint OPERATOR(pg_catalog.=) " + (key & 0xFFFFFFFFL);
	}

	/**
	 * Returns the same condition for a table whose name only the server knows.
	 * @param table an expression for the qualified name of the history
	 * @return a condition on {@code l}, a row of {@code pg_locks}
	 */
	public static String grantedFor(String table) {
		return GRANTED + " AND pg_catalog.concat(" + hex("l.classid") + ", " + hex("l.objid")
				+ ") OPERATOR(pg_catalog.=) pg_catalog.substr(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to("
				+ "'" + KEY_OF + "'::pg_catalog.text OPERATOR(pg_catalog.||) " + table + ", 'UTF8')), 'hex'), 1, 16)";
	}

	/**
	 * Returns the condition that a row {@code l} of {@code pg_locks} is the lock of the
	 * migrations, and held by another session.
	 * @param table the quoted name of the history
	 * @return a condition
	 */
	public static String grantedElsewhere(String table) {
		return "l.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid() AND " + granted(key(table));
	}

	private static String hex(String oid) {
		return "pg_catalog.lpad(pg_catalog.to_hex(" + oid + "::bigint), 8, '0')";
	}

}
