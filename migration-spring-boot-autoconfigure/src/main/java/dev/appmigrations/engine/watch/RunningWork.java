package dev.appmigrations.engine.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.PiggybackQuery;
import dev.appmigrations.engine.history.ServerTime;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.lock.ActivityText;
import dev.appmigrations.engine.lock.AdvisoryLock;
import dev.appmigrations.engine.lock.MigrationLabel;
import dev.appmigrations.engine.report.Blocker;
import dev.appmigrations.engine.report.RunningReport;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database whether somebody is migrating it now, and who is in the way:
 * <ol>
 * <li>Who holds the lock of the migrations is at work. Behind a pooler, a second
 * connection may hold it, in an idle transaction, while a statement runs outside one:
 * then it is the session of the same application and role that holds or wants the lock
 * which concurrent statements take, and applications do not.
 * <li>If it waits for a lock, the server says for whom.
 * <li>If it pauses before it tries again, its latest statement, which does nothing, says
 * who was in the way ({@link #pausing}).
 * </ol>
 * What a role may see of the locks is not restricted; of other roles' sessions it sees
 * the name of the application and the role, unless it has {@code pg_read_all_stats}.
 */
public final class RunningWork implements PiggybackQuery {

	private static final String HELD_UP = ", held up by ";

	/** What follows the label. */
	private static final String STATEMENT = "pg_catalog.substr(a.query, pg_catalog.char_length(a.label)"
			+ " OPERATOR(pg_catalog.+) 2)";

	private static final Pattern MIGRATION = Pattern.compile("^/\\* " + MigrationLabel.PREFIX + "([^*]+?)(?:"
			+ MigrationLabel.STATEMENT + "([0-9]{1,9}))?(?:" + HELD_UP + "[0-9, ]+)? \\*/");

	private @Nullable RunningReport found;

	/**
	 * Returns what was found.
	 * @return the run, {@code null} if nobody migrates
	 */
	public @Nullable RunningReport found() {
		return this.found;
	}

	/**
	 * Returns a statement that does nothing but tell others, in {@code pg_stat_activity},
	 * why a session is idle.
	 * @param migration the name of the migration
	 * @param blockers who is in its way
	 * @return a statement
	 */
	public static String pausing(String migration, List<Blocker> blockers) {
		String held = String.join(", ", blockers.stream().map((blocker) -> String.valueOf(blocker.backend())).toList());
		return MigrationLabel.of(migration + ((held.isEmpty()) ? "" : HELD_UP + held)) + "SELECT";
	}

	/**
	 * Looks from another connection at a run, whose backend only the server knows where a
	 * pooler stands between.
	 */
	static @Nullable RunningReport look(Session session, HistoryTables tables) {
		RunningWork work = new RunningWork();
		QueryResult result = session.query(List.of(work.query(Sql.literal(tables.historyTable()))));
		result.rows().forEach(work::answered);
		return work.found();
	}

	@Override
	public String query(String historyTable) {
		return "WITH locks AS MATERIALIZED (SELECT l.* FROM pg_catalog.pg_locks l),"
				+ " sessions AS MATERIALIZED (SELECT a.*, pg_catalog.substring(a.query, '^/[*] " + MigrationLabel.PREFIX
				+ "[^*]+ [*]/') AS label FROM pg_catalog.pg_stat_activity a),"
				+ " holder AS (SELECT a.* FROM sessions a WHERE a.pid OPERATOR(pg_catalog.=) ANY (SELECT l.pid FROM locks l"
				+ " WHERE " + AdvisoryLock.grantedFor(historyTable) + ") LIMIT 1),"
				+ " worker AS (SELECT a.* FROM sessions a, holder h WHERE a.pid OPERATOR(pg_catalog.<>) h.pid"
				+ " AND a.datid OPERATOR(pg_catalog.=) h.datid AND a.usesysid OPERATOR(pg_catalog.=) h.usesysid"
				+ " AND a.application_name OPERATOR(pg_catalog.=) h.application_name"
				+ " AND coalesce(h.state, 'idle in transaction') OPERATOR(pg_catalog.=) 'idle in transaction'"
				+ " AND a.pid OPERATOR(pg_catalog.=) ANY (SELECT l.pid FROM locks l"
				+ " WHERE l.locktype OPERATOR(pg_catalog.=) 'relation'"
				+ " AND l.mode OPERATOR(pg_catalog.=) 'ShareUpdateExclusiveLock') LIMIT 1),"
				+ " run AS (SELECT * FROM worker UNION ALL SELECT * FROM holder WHERE NOT EXISTS (SELECT FROM worker)),"
				+ " wait AS (SELECT l.* FROM locks l JOIN run r ON r.pid OPERATOR(pg_catalog.=) l.pid"
				+ " WHERE NOT l.granted LIMIT 1),"
				// As text: a label is not ours only because it looks like that.
				+ " blocking AS (SELECT pg_catalog.concat(u.pid) AS pid FROM run r,"
				+ " pg_catalog.unnest(pg_catalog.pg_blocking_pids(r.pid)) u (pid) WHERE EXISTS (SELECT FROM wait)"
				+ " UNION ALL SELECT u.pid FROM run r, pg_catalog.unnest(pg_catalog.string_to_array("
				+ "pg_catalog.substring(r.label, '" + HELD_UP + "([0-9, ]+) [*]/$'), ', ')) u (pid)"
				+ " WHERE r.state OPERATOR(pg_catalog.=) 'idle' AND NOT EXISTS (SELECT FROM wait)) SELECT a.pid, a.application_name, a.usename, pg_catalog.host(a.client_addr) AS client,"
				+ " a.state, coalesce(a.xact_start, a.query_start) AS since, a.label,"
				+ " CASE WHEN a.label IS NULL THEN " + ActivityText.QUERY
				// Statements of ours stand in front of those that travel together.
				+ " WHEN NOT pg_catalog.starts_with(pg_catalog.lower(" + STATEMENT
				+ "), 'begin') AND a.state OPERATOR(pg_catalog.<>) 'idle' THEN " + ActivityText.of(STATEMENT)
				+ " END AS query, w.locktype, w.mode,"
				+ " w.relation::pg_catalog.regclass AS relation, NULL::bigint AS seconds, " + IndexPercent.SQL
				+ " AS percent FROM run a LEFT JOIN wait w ON true LEFT JOIN pg_catalog.pg_stat_progress_create_index p"
				+ " ON p.pid OPERATOR(pg_catalog.=) a.pid"
				+ " UNION ALL (SELECT a.pid, a.application_name, a.usename, NULL, a.state, NULL, NULL, "
				+ ActivityText.QUERY + ", NULL, NULL, NULL, " + BlockerRows.SECONDS + ", NULL"
				+ " FROM sessions a WHERE pg_catalog.concat(a.pid) OPERATOR(pg_catalog.=) ANY (SELECT b.pid"
				+ " FROM blocking b) AND coalesce(a.state, '') OPERATOR(pg_catalog.<>) 'idle' ORDER BY a.pid LIMIT "
				+ BlockerRows.MOST + ")" + " UNION ALL (SELECT 0, NULL, p.owner, NULL, " + BlockerRows.PREPARED_STATE
				+ ", NULL, NULL, NULL, NULL, NULL, NULL, " + BlockerRows.PREPARED_SECONDS + ", NULL"
				+ " FROM pg_catalog.pg_prepared_xacts p"
				+ " WHERE p.database OPERATOR(pg_catalog.=) pg_catalog.current_database()"
				+ " AND EXISTS (SELECT FROM blocking b WHERE b.pid OPERATOR(pg_catalog.=) '0') AND (NOT EXISTS (SELECT FROM wait) OR EXISTS (SELECT"
				+ " FROM locks l, wait w WHERE " + BlockerRows.PREPARED_HOLDS
				+ " AND (w.relation OPERATOR(pg_catalog.=) l.relation"
				+ " OR w.transactionid OPERATOR(pg_catalog.=) p.transaction))) LIMIT " + BlockerRows.MOST + ")";
	}

	@Override
	public void answered(Rows rows) {
		if (rows.size() == 0) {
			return;
		}
		List<Blocker> blockers = new ArrayList<>();
		for (int i = 1; i < rows.size(); i++) {
			blockers.add(BlockerRows.read(rows, i));
		}
		String label = rows.value(0, "label");
		Matcher matcher = MIGRATION.matcher((label != null) ? label : "");
		boolean named = matcher.find();
		String statement = (named) ? matcher.group(2) : null;
		String percent = rows.value(0, "percent");
		this.found = new RunningReport(Integer.parseInt(rows.required(0, "pid")), rows.value(0, "application_name"),
				rows.value(0, "usename"), rows.value(0, "client"), rows.value(0, "state"),
				ServerTime.parse(rows.value(0, "since")), (named) ? matcher.group(1) : null,
				(statement != null) ? Long.valueOf(statement) : null, null,
				(percent != null) ? Integer.valueOf(percent) : null, rows.value(0, "query"), waitsFor(rows), blockers);
	}

	private static @Nullable String waitsFor(Rows rows) {
		String kind = rows.value(0, "locktype");
		if (kind == null) {
			return null;
		}
		return switch (kind) {
			case "relation" -> RelationLocks.sql(rows.required(0, "mode")) + " on " + rows.value(0, "relation");
			case "virtualxid", "transactionid", "tuple" -> "the end of another transaction";
			default -> RelationLocks.sql(rows.required(0, "mode")) + " on " + kind;
		};
	}

}
