package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.jdbc.StatementBatch;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Origin;
import org.jspecify.annotations.Nullable;

/**
 * The history in tables of PostgreSQL.
 */
public final class JdbcSchemaHistory implements SchemaHistory {

	// The server's clock since the transaction began: the client does not know yet how
	// long the statements take that travel in the same message.
	private static final String ELAPSED = "(EXTRACT(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-)"
			+ " pg_catalog.now()) OPERATOR(pg_catalog.*) 1000::numeric)::bigint";

	private static final String ROLE = "session_user::pg_catalog.text";

	private final HistoryReader reader;

	/**
	 * Creates a history.
	 * @param schema the schema of the tables; {@code null} for the one where the search
	 * path finds the table, or else the current schema
	 * @param table the name of the history table
	 */
	public JdbcSchemaHistory(@Nullable String schema, String table) {
		this.reader = new HistoryReader(schema, table);
	}

	@Override
	public HistorySnapshot read(Session session, boolean expected, @Nullable PiggybackQuery companion,
			Strength strength) {
		return this.reader.read(session, expected, companion, strength);
	}

	@Override
	public @Nullable HistorySnapshot read(Session session, LeadingTransaction prelude, Strength strength) {
		return this.reader.read(session, prelude, strength);
	}

	@Override
	public TableTrust judge(Session session) {
		return this.reader.judge(session);
	}

	@Override
	public DatabaseFacts facts(Session session) {
		return this.reader.readFacts(session);
	}

	@Override
	public List<String> preparation(HistorySnapshot found) {
		HistoryTables tables = found.tables();
		Set<String> present = found.trust().present();
		List<String> statements = new ArrayList<>();
		switch (found.state()) {
			case CURRENT -> {
			}
			case OUTDATED -> statements.add(HistoryDdl.upgradeHistory(tables));
			case ABSENT -> {
				statements.add(HistoryDdl.createSchema(tables));
				String create = HistoryDdl.createHistory(tables);
				statements.add((present != null) ? create : HistoryDdl.unlessThere(tables.historyTable(), create));
			}
		}
		if (found.state() != HistorySnapshot.State.CURRENT) {
			String create = HistoryDdl.createLog(tables);
			if (present == null) {
				statements.add(HistoryDdl.unlessThere(tables.logTable(), create));
			}
			else if (!present.contains(tables.logName())) {
				statements.add(create);
			}
		}
		for (MissingKey key : found.trust().missingKeys()) {
			statements.add(key.statement());
		}
		return statements;
	}

	@Override
	public String guard(HistoryTables tables, Migration migration) {
		String same = " WHERE h.migration_name OPERATOR(pg_catalog.=) " + Sql.literal(migration.name())
				+ ((migration.version() == null)
						? " AND h.checksum OPERATOR(pg_catalog.=) " + Sql.literal(migration.checksum().value()) : "");
		// Fails if there is a row; to ask whether one exists takes the server longer.
		return "SELECT 1 OPERATOR(pg_catalog./) (h.id OPERATOR(pg_catalog.-) h.id) FROM " + tables.historyTable() + " h"
				+ same;
	}

	@Override
	public String guardApplied(HistoryTables tables, AppliedMigration row) {
		return "SELECT 1 OPERATOR(pg_catalog./) (EXISTS (SELECT FROM " + tables.historyTable() + where(row)
				+ "))::integer";
	}

	private static String where(AppliedMigration row) {
		boolean known = row.id() != AppliedMigration.ASSUMED;
		String id = "id OPERATOR(pg_catalog.=) " + row.id();
		if (known && row.name().indexOf('\\') >= 0) {
			// The name may be the visible form of another, which stands in the row.
			return " WHERE " + id;
		}
		return " WHERE " + ((known) ? id + " AND " : "") + "migration_name OPERATOR(pg_catalog.=) "
				+ Sql.literal(row.name());
	}

	@Override
	public List<String> recordRolledBack(HistoryTables tables, AppliedMigration row, Recorder recorder,
			long earlierMs) {
		return remove(tables, row, "rolled back", elapsed(earlierMs), recorder);
	}

	private static List<String> remove(HistoryTables tables, AppliedMigration row, String action, String elapsed,
			Recorder recorder) {
		return List.of("DELETE FROM " + tables.historyTable() + where(row),
				log(tables, row.name(), row.checksum(), action, elapsed, recorder),
				Verification.exactly(0, tables.historyTable(), named(row.name())));
	}

	private static String named(String migration) {
		return "v.migration_name OPERATOR(pg_catalog.=) " + Sql.literal(migration);
	}

	private static String recorded(HistoryTables tables, String migration, Checksum checksum) {
		return Verification.exactly(1, tables.historyTable(),
				named(migration) + " AND v.checksum OPERATOR(pg_catalog.=) " + Sql.literal(checksum.value()));
	}

	private static String elapsed(long earlierMs) {
		return ELAPSED + " OPERATOR(pg_catalog.+) " + earlierMs;
	}

	/** Name, version, description, kind, phase and checksum. */
	private static String described(Migration migration) {
		return String.join(", ", Sql.literal(migration.name()), text(migration.version()),
				Sql.literal(migration.description()), Sql.literal(migration.kind().label()),
				Sql.literal(migration.phase().label()), Sql.literal(migration.checksum().value()));
	}

	@Override
	public List<String> recordBaseline(HistoryTables tables, Migration migration, Recorder recorder) {
		String values = String.join(", ", described(migration), ROLE, Sql.literal(recorder.from()),
				Sql.literal(recorder.release()), Sql.literal(Origin.BASELINE.label()));
		return List.of(
				"INSERT INTO " + tables.historyTable()
						+ " (migration_name, version, description, kind, phase, checksum, applied_by, applied_from,"
						+ " release, origin) VALUES (" + values + ")",
				log(tables, migration.name(), migration.checksum(), "baseline", "NULL", recorder),
				recorded(tables, migration.name(), migration.checksum()));
	}

	@Override
	public List<String> repair(HistoryTables tables, HistoryRepair repair, Recorder recorder) {
		if (repair instanceof HistoryRepair.Realign realign) {
			Migration migration = realign.migration();
			return List.of(
					"UPDATE " + tables.historyTable() + " SET checksum = " + Sql.literal(migration.checksum().value())
							+ where(realign.row()),
					log(tables, migration.name(), migration.checksum(), "realigned", "NULL", recorder),
					recorded(tables, realign.row().name(), migration.checksum()));
		}
		if (repair instanceof HistoryRepair.Forget forget) {
			return remove(tables, forget.row(), "forgotten", "NULL", recorder);
		}
		HistoryRepair.Settle settle = (HistoryRepair.Settle) repair;
		Progress progress = settle.progress();
		ProgressTable table = new ProgressTable(tables);
		String statement = switch (settle.decision()) {
			case DONE -> table.settle(progress.migration(), progress.direction(), Progress.State.DONE);
			case AGAIN -> table.settle(progress.migration(), progress.direction(), Progress.State.AGAIN);
			case START_OVER -> table.clear(progress.migration(), progress.direction());
		};
		String verified = switch (settle.decision()) {
			case DONE -> table.settled(progress.migration(), progress.direction(), Progress.State.DONE);
			case AGAIN -> table.settled(progress.migration(), progress.direction(), Progress.State.AGAIN);
			case START_OVER -> table.cleared(progress.migration(), progress.direction());
		};
		return List.of(statement, log(tables, progress.migration(), null,
				"settled: " + settle.decision().name().toLowerCase(Locale.ROOT).replace('_', ' '), "NULL", recorder),
				verified);
	}

	@Override
	public List<String> recordApplied(HistoryTables tables, AppliedRecord record) {
		Migration migration = record.migration();
		String elapsed = elapsed(record.earlierMs());
		String values = String.join(", ", described(migration), elapsed, ROLE, Sql.literal(record.recorder().from()),
				Sql.literal(record.recorder().release()), Sql.literal(record.origin().label()),
				String.valueOf(record.outOfOrder()), Sql.literal(record.downScript()));
		String history = "INSERT INTO " + tables.historyTable()
				+ " (migration_name, version, description, kind, phase, checksum, execution_ms, applied_by,"
				+ " applied_from, release, origin, out_of_order, down_script) VALUES (" + values + ")"
				+ ((migration.version() == null) ? " ON CONFLICT (migration_name) DO UPDATE SET"
						+ " applied_at = pg_catalog.now(), description = excluded.description, phase = excluded.phase,"
						+ " checksum = excluded.checksum, execution_ms = excluded.execution_ms,"
						+ " applied_by = excluded.applied_by, applied_from = excluded.applied_from,"
						+ " release = excluded.release, origin = excluded.origin, down_script = excluded.down_script"
						: "");
		String log = log(tables, migration.name(), migration.checksum(), "applied", elapsed, record.recorder());
		return List.of(history, log, recorded(tables, migration.name(), migration.checksum()));
	}

	private static String log(HistoryTables tables, String migration, @Nullable Checksum checksum, String action,
			String elapsed, Recorder recorder) {
		return "INSERT INTO " + tables.logTable()
				+ " (migration_name, action, execution_ms, checksum, logged_by, logged_from, release) VALUES ("
				+ String.join(", ", Sql.literal(migration), Sql.literal(action), elapsed, text(checksum), ROLE,
						Sql.literal(recorder.from()), Sql.literal(recorder.release()))
				+ ")";
	}

	private static String text(@Nullable Object value) {
		return Sql.literal((value != null) ? value.toString() : null);
	}

	@Override
	public List<String> correct(HistoryTables tables, HistoryCorrection correction, Recorder recorder) {
		Migration migration = correction.migration();
		String checksum = Sql.literal(correction.checksum().value());
		String where = " WHERE id OPERATOR(pg_catalog.=) " + correction.row().id();
		if (correction instanceof HistoryCorrection.Rescheme) {
			return List.of("UPDATE " + tables.historyTable() + " SET checksum = " + checksum + where
					+ " AND checksum OPERATOR(pg_catalog.=) " + text(correction.row().checksum()));
		}
		String set = "UPDATE " + tables.historyTable() + " SET migration_name = " + Sql.literal(migration.name())
				+ ", version = " + text(migration.version()) + ", description = " + Sql.literal(migration.description())
				+ ", kind = " + Sql.literal(migration.kind().label()) + ", phase = "
				+ Sql.literal(migration.phase().label()) + ", checksum = " + checksum;
		if (correction instanceof HistoryCorrection.Rename) {
			return List.of(set + where,
					log(tables, migration.name(), correction.checksum(), "renamed", "NULL", recorder),
					recorded(tables, migration.name(), correction.checksum()));
		}
		return List.of(set + ", origin = coalesce(origin, 'manual')" + where,
				recorded(tables, migration.name(), correction.checksum()));
	}

	@Override
	public void recordFailure(Session session, HistoryTables tables, List<String> pin, FailedRecord failure)
			throws BatchFailedException {
		String name = Sql.literal(failure.migration().name());
		String error = Sql.literal(session.connection().encoding().storable(failure.error()));
		String action = Sql.literal((failure.direction() == Progress.Direction.UP) ? "failed" : "rollback failed");
		String log = tables.logTable();
		StatementBatch batch = new StatementBatch();
		batch.addOwn("BEGIN");
		batch.addAll(pin);
		batch.addOwn("WITH latest AS (SELECT id FROM " + log + " WHERE migration_name OPERATOR(pg_catalog.=) " + name
				+ " ORDER BY id DESC LIMIT 1), repeated AS (UPDATE " + log
				+ " l SET occurrences = l.occurrences OPERATOR(pg_catalog.+) 1, last_at = pg_catalog.now(), execution_ms = "
				+ failure.executionMs() + " FROM latest WHERE l.id OPERATOR(pg_catalog.=) latest.id"
				+ " AND l.action OPERATOR(pg_catalog.=) " + action + " AND l.error OPERATOR(pg_catalog.=) " + error
				+ " RETURNING 1)" + " INSERT INTO " + log
				+ " (migration_name, action, execution_ms, checksum, logged_by, logged_from, release, sqlstate, error)"
				+ " SELECT "
				+ String.join(", ", name, action, String.valueOf(failure.executionMs()),
						Sql.literal(failure.migration().checksum().value()), ROLE,
						Sql.literal(failure.recorder().from()), Sql.literal(failure.recorder().release()),
						Sql.literal(failure.sqlState()), error)
				+ " WHERE NOT EXISTS (SELECT FROM repeated)");
		batch.addOwn("COMMIT");
		session.send(batch);
	}

	@Override
	public List<LogEntry> readLog(Session session, HistoryTables tables, String migration) {
		TableJudge judge = new TableJudge(List.of(tables.logTable()), tables.logTable(), List.of(tables.logName()),
				"NULL", tables.named());
		String select = "SELECT * FROM " + tables.logTable() + " WHERE migration_name OPERATOR(pg_catalog.=) "
				+ Sql.literal(migration) + " ORDER BY id DESC";
		QueryResult result = session.queryTogether(List.of(judge.lock(), judge.briefly(true), select));
		if (TableJudge.refuses(result.error())) {
			List<Finding> findings = judge.inspect(session, TableInspection.Use.READ).findings();
			if (!findings.isEmpty()) {
				throw Distrust.of(session, findings).exception();
			}
			result = session.queryTogether(List.of(judge.lock(), judge.thoroughly(TableInspection.Use.READ), select));
		}
		DatabaseError error = result.error();
		if (error != null && error.is(SqlState.UNDEFINED_TABLE)) {
			return List.of();
		}
		Rows rows = result.rows(1);
		List<LogEntry> entries = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			entries.add(new LogEntry(rows.required(i, "migration_name"), rows.required(i, "action"),
					ServerTime.parse(rows.value(i, "last_at")), Integer.parseInt(rows.required(i, "occurrences")),
					HistoryRow.number(rows.value(i, "execution_ms")), rows.value(i, "logged_by"),
					rows.value(i, "logged_from"), rows.value(i, "release"), rows.value(i, "sqlstate"),
					rows.value(i, "error")));
		}
		return entries;
	}

}
