package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.jdbc.StatementBatch;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * The history in tables of PostgreSQL.
 * <p>
 * Reading is one message: the facts, then the rows by the name that the search path
 * resolves. That the table does not exist is learnt from the server's error, because only
 * so a start with nothing to do is one round trip; a database meets it once. Rows are
 * read as {@code h.*} and by name, so that columns that are missing do no harm.
 */
public final class JdbcSchemaHistory implements SchemaHistory {

	private static final int OLDEST_SERVER = 140000;

	private static final int EXAMPLES = 3;

	private final @Nullable String schema;

	private final String table;

	/**
	 * Creates a history.
	 * @param schema the schema of the tables; {@code null} for the one where the search
	 * path finds the table, or else the current schema
	 * @param table the name of the history table
	 */
	public JdbcSchemaHistory(@Nullable String schema, String table) {
		this.schema = schema;
		this.table = table;
	}

	@Override
	public HistorySnapshot read(Session session) {
		QueryResult result = session.query(List.of(facts(), "SELECT h.* FROM " + name() + " h ORDER BY h.id"));
		DatabaseFacts facts = facts(result.rows(0), session.backend());
		DatabaseError error = result.error();
		if (error == null) {
			return snapshot(facts, result.rows(0).isTrue(0, "progress"), result.rows(1));
		}
		if (error.is(SqlState.UNDEFINED_TABLE)) {
			return new HistorySnapshot(facts, HistorySnapshot.State.ABSENT, this.table, List.of(),
					result.rows(0).isTrue(0, "progress"), content(session, facts));
		}
		if (error.is(SqlState.INSUFFICIENT_PRIVILEGE)) {
			throw new MigrationException(ErrorCode.PERMISSION_DENIED,
					"Role \"" + facts.role() + "\" may not read the migration history " + name() + " in database \""
							+ facts.database() + "\".\n" + error.text(),
					"Let its owner run:\n  GRANT USAGE ON SCHEMA " + Sql.identifier(String.valueOf(facts.schema()))
							+ " TO " + Sql.identifier(facts.role()) + ";\n  GRANT SELECT ON " + name() + " TO "
							+ Sql.identifier(facts.role()) + ";",
					null);
		}
		if (error.is(SqlState.UNDEFINED_COLUMN) || error.is(SqlState.WRONG_OBJECT_TYPE)) {
			throw notAHistory(error.message());
		}
		throw new DatabaseErrorException(error);
	}

	private String name() {
		return (this.schema == null) ? Sql.identifier(this.table)
				: new HistoryTables(this.schema, this.table).historyTable();
	}

	private String progressName() {
		HistoryTables tables = new HistoryTables((this.schema != null) ? this.schema : "", this.table);
		return (this.schema != null) ? tables.progressTable() : Sql.identifier(tables.progressName());
	}

	private String facts() {
		String place = (this.schema != null) ? Sql.literal(this.schema)
				: "coalesce((SELECT n.nspname FROM pg_catalog.pg_class c"
						+ " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
						+ " WHERE c.oid = pg_catalog.to_regclass(" + Sql.literal(name()) + ")), current_schema())";
		return "SELECT pg_catalog.current_setting('server_version') AS server_version,"
				+ " pg_catalog.current_setting('server_version_num') AS version_number,"
				+ " current_database() AS database, current_user AS role,"
				+ " pg_catalog.current_setting('transaction_read_only')::boolean AS read_only,"
				+ " pg_catalog.pg_is_in_recovery() AS standby, pg_catalog.pg_backend_pid() AS backend, " + place
				+ " AS schema, pg_catalog.to_regclass(" + Sql.literal(progressName()) + ") IS NOT NULL AS progress";
	}

	private static DatabaseFacts facts(Rows rows, int driverBackend) {
		int version = Integer.parseInt(rows.required(0, "version_number"));
		String product = "PostgreSQL " + rows.required(0, "server_version").split(" ", 2)[0];
		if (version < OLDEST_SERVER) {
			throw new MigrationException(ErrorCode.DATABASE_UNSUPPORTED,
					"The server is " + product + ", which is older than the oldest supported version, 14.",
					"Upgrade the server.", null);
		}
		int backend = Integer.parseInt(rows.required(0, "backend"));
		return new DatabaseFacts(product, version, rows.required(0, "database"), rows.required(0, "role"),
				rows.value(0, "schema"), rows.isTrue(0, "read_only"), rows.isTrue(0, "standby"),
				driverBackend != 0 && driverBackend != backend, backend);
	}

	private HistorySnapshot snapshot(DatabaseFacts facts, boolean progress, Rows rows) {
		for (String column : HistoryDdl.IDENTITY) {
			if (rows.column(column) < 0) {
				throw notAHistory("column " + column + " does not exist");
			}
		}
		List<AppliedMigration> applied = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			applied.add(applied(rows, i));
		}
		boolean current = rows.columns().containsAll(HistoryDdl.COLUMNS.keySet());
		return new HistorySnapshot(facts, (current) ? HistorySnapshot.State.CURRENT : HistorySnapshot.State.OUTDATED,
				this.table, applied, progress, SchemaContent.NONE);
	}

	private MigrationException notAHistory(String reason) {
		return new MigrationException(ErrorCode.HISTORY_UNUSABLE,
				"Table " + name() + " is not a migration history: " + reason + ".",
				"A history has at least the columns id, migration_name and applied_at."
						+ " id is a whole number, and neither it nor migration_name is NULL."
						+ " Choose another name with app.migrations.table, or rename that table.",
				null);
	}

	private AppliedMigration applied(Rows rows, int row) {
		Long id = number(rows.value(row, "id"));
		String name = rows.value(row, "migration_name");
		if (id == null || name == null) {
			throw notAHistory("the row with id " + rows.value(row, "id") + " has migration_name " + name);
		}
		String version = rows.value(row, "version");
		String checksum = rows.value(row, "checksum");
		return new AppliedMigration(id, name, ServerTime.parse(rows.value(row, "applied_at")),
				(version != null && MigrationVersion.isVersion(version)) ? MigrationVersion.parse(version) : null,
				rows.value(row, "description"), rows.value(row, "kind"), rows.value(row, "phase"),
				(checksum != null && !checksum.isBlank()) ? new Checksum(checksum) : null,
				number(rows.value(row, "execution_ms")), rows.value(row, "applied_by"), rows.value(row, "applied_from"),
				rows.value(row, "release"), rows.value(row, "origin"), rows.isTrue(row, "out_of_order"));
	}

	private static @Nullable Long number(@Nullable String text) {
		try {
			return (text != null) ? Long.valueOf(text) : null;
		}
		catch (NumberFormatException ex) {
			// The column is of another type than ours.
			return null;
		}
	}

	private static SchemaContent content(Session session, DatabaseFacts facts) {
		if (facts.schema() == null) {
			return SchemaContent.NONE;
		}
		Rows rows = session.query(List.of("SELECT c.relname AS name, count(*) OVER () AS total"
				+ " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
				+ " WHERE n.nspname = " + Sql.literal(facts.schema()) + " AND c.relkind IN ('r', 'p')"
				+ " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = c.oid"
				+ " AND d.classid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'e')" + " ORDER BY 1 LIMIT "
				+ EXAMPLES))
			.rows(0);
		List<String> examples = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			examples.add(rows.required(i, "name"));
		}
		return (examples.isEmpty()) ? SchemaContent.NONE
				: new SchemaContent(Integer.parseInt(rows.required(0, "total")), examples);
	}

	@Override
	public List<String> preparation(HistorySnapshot found) {
		HistoryTables tables = found.tables();
		return switch (found.state()) {
			case CURRENT -> List.of();
			case OUTDATED -> List.of(HistoryDdl.upgradeHistory(tables), HistoryDdl.createLog(tables));
			case ABSENT -> List.of(HistoryDdl.createSchema(tables), HistoryDdl.createHistory(tables),
					HistoryDdl.createLog(tables));
		};
	}

	@Override
	public String guard(HistoryTables tables, Migration migration) {
		String same = " WHERE migration_name = " + Sql.literal(migration.name())
				+ ((migration.version() == null) ? " AND checksum = " + Sql.literal(migration.checksum().value()) : "");
		return "SELECT 1 / (NOT EXISTS (SELECT FROM " + tables.historyTable() + same + "))::integer";
	}

	@Override
	public List<String> recordApplied(HistoryTables tables, AppliedRecord record) {
		Migration migration = record.migration();
		// The server's clock since the transaction began: the client does not know yet
		// how
		// long the statements take that travel in the same message.
		String elapsed = "(extract(epoch FROM clock_timestamp() - now()) * 1000)::bigint + " + record.earlierMs();
		String values = String.join(", ", Sql.literal(migration.name()), text(migration.version()),
				Sql.literal(migration.description()), Sql.literal(migration.kind().label()),
				Sql.literal(migration.phase().label()), Sql.literal(migration.checksum().value()), elapsed,
				"session_user", Sql.literal(record.recorder().from()), Sql.literal(record.recorder().release()),
				Sql.literal(record.origin().label()), String.valueOf(record.outOfOrder()));
		String history = "INSERT INTO " + tables.historyTable()
				+ " (migration_name, version, description, kind, phase, checksum, execution_ms, applied_by,"
				+ " applied_from, release, origin, out_of_order) VALUES (" + values + ")"
				+ ((migration.version() == null) ? " ON CONFLICT (migration_name) DO UPDATE SET"
						+ " applied_at = now(), description = excluded.description, phase = excluded.phase,"
						+ " checksum = excluded.checksum, execution_ms = excluded.execution_ms,"
						+ " applied_by = excluded.applied_by, applied_from = excluded.applied_from,"
						+ " release = excluded.release, origin = excluded.origin" : "");
		String log = log(tables, migration, "applied", elapsed, record.recorder());
		return List.of(history, log);
	}

	private static String log(HistoryTables tables, Migration migration, String action, String elapsed,
			Recorder recorder) {
		return "INSERT INTO " + tables.logTable()
				+ " (migration_name, action, execution_ms, checksum, logged_by, logged_from, release) VALUES ("
				+ String.join(", ", Sql.literal(migration.name()), Sql.literal(action), elapsed,
						Sql.literal(migration.checksum().value()), "session_user", Sql.literal(recorder.from()),
						Sql.literal(recorder.release()))
				+ ")";
	}

	private static String text(@Nullable Object value) {
		return Sql.literal((value != null) ? value.toString() : null);
	}

	@Override
	public List<String> correct(HistoryTables tables, HistoryCorrection correction, Recorder recorder) {
		Migration migration = correction.migration();
		String set = "UPDATE " + tables.historyTable() + " SET migration_name = " + Sql.literal(migration.name())
				+ ", version = " + text(migration.version()) + ", description = " + Sql.literal(migration.description())
				+ ", kind = " + Sql.literal(migration.kind().label()) + ", phase = "
				+ Sql.literal(migration.phase().label()) + ", checksum = " + Sql.literal(migration.checksum().value());
		String where = " WHERE id = " + correction.row().id();
		if (correction instanceof HistoryCorrection.Rename) {
			return List.of(set + where, log(tables, migration, "renamed", "NULL", recorder));
		}
		return List.of(set + ", origin = coalesce(origin, 'manual')" + where);
	}

	@Override
	public void recordFailure(Session session, HistoryTables tables, FailedRecord failure) throws BatchFailedException {
		String name = Sql.literal(failure.migration().name());
		String error = Sql.literal(failure.error());
		String log = tables.logTable();
		StatementBatch batch = new StatementBatch();
		batch.add("WITH latest AS (SELECT id FROM " + log + " WHERE migration_name = " + name
				+ " ORDER BY id DESC LIMIT 1), repeated AS (UPDATE " + log + " l SET occurrences = l.occurrences + 1,"
				+ " last_at = now(), execution_ms = " + failure.executionMs() + " FROM latest"
				+ " WHERE l.id = latest.id AND l.action = 'failed' AND l.error = " + error + " RETURNING 1)"
				+ " INSERT INTO " + log
				+ " (migration_name, action, execution_ms, checksum, logged_by, logged_from, release, sqlstate, error)"
				+ " SELECT "
				+ String.join(", ", name, "'failed'", String.valueOf(failure.executionMs()),
						Sql.literal(failure.migration().checksum().value()), "session_user",
						Sql.literal(failure.recorder().from()), Sql.literal(failure.recorder().release()),
						Sql.literal(failure.sqlState()), error)
				+ " WHERE NOT EXISTS (SELECT FROM repeated)");
		session.send(batch);
	}

	@Override
	public List<LogEntry> readLog(Session session, HistoryTables tables, String migration) {
		QueryResult result = session.query(List.of("SELECT * FROM " + tables.logTable() + " WHERE migration_name = "
				+ Sql.literal(migration) + " ORDER BY id DESC"));
		DatabaseError error = result.error();
		if (error != null && error.is(SqlState.UNDEFINED_TABLE)) {
			return List.of();
		}
		Rows rows = result.rows(0);
		List<LogEntry> entries = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			entries.add(new LogEntry(rows.required(i, "migration_name"), rows.required(i, "action"),
					ServerTime.parse(rows.value(i, "last_at")), Integer.parseInt(rows.required(i, "occurrences")),
					number(rows.value(i, "execution_ms")), rows.value(i, "logged_by"), rows.value(i, "logged_from"),
					rows.value(i, "release"), rows.value(i, "sqlstate"), rows.value(i, "error")));
		}
		return entries;
	}

}
