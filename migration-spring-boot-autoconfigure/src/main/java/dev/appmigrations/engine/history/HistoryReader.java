package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the history in one message: the facts, then the rows by the name that the search
 * path resolves. That the table does not exist is learnt from the server's error, because
 * only so a start with nothing to do is one round trip; who knows that it is missing asks
 * first. Rows are read as {@code h.*} and by name, so that columns that are missing do no
 * harm.
 */
final class HistoryReader {

	private static final int OLDEST_SERVER = 140000;

	private static final int EXAMPLES = 3;

	private final @Nullable String schema;

	private final String table;

	HistoryReader(@Nullable String schema, String table) {
		this.schema = schema;
		this.table = table;
	}

	/**
	 * Reads the facts and the history.
	 * @param session the connection
	 * @param expected whether the history is likely to be there
	 * @param companion what to ask beside, {@code null} for nothing
	 * @return what was found
	 * @throws MigrationException if the role may not read, or the table is not a history
	 */
	HistorySnapshot read(Session session, boolean expected, @Nullable Companion companion) {
		List<String> look = new ArrayList<>(List.of(facts(), rows()));
		if (companion != null) {
			look.add(companion.query(nameExpression(this.table)));
		}
		QueryResult result = (expected) ? session.query(look) : session.query(List.of(facts()));
		Rows found = result.rows(0);
		DatabaseFacts facts = facts(found, session.backend());
		if (!expected && found.isTrue(0, "history")) {
			result = session.query(look);
		}
		boolean absent = isAbsent(result, facts);
		if (companion != null) {
			answer(companion, (absent) ? session.query(look.subList(2, 3)) : result, (absent) ? 0 : 2);
		}
		return snapshot(session, facts, found, (absent) ? null : result.rows(1));
	}

	/**
	 * Reads the facts and the history behind a transaction, in the same message.
	 * @param session the connection
	 * @param prelude the transaction
	 * @return what was found, {@code null} if the transaction has done nothing
	 * @throws MigrationException if the role may not read, or the table is not a history
	 */
	@Nullable HistorySnapshot read(Session session, Prelude prelude) {
		String table = new HistoryTables("", this.table).instanceName();
		String beside = (this.schema != null) ? "true"
				: relation(table) + "::pg_catalog.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass("
						+ nameExpression(table) + ")::pg_catalog.oid";
		List<String> transaction = prelude.statements(name(table), beside);
		QueryResult result = session.queryBehindCommit(transaction, List.of(facts(), rows()));
		int before = transaction.size();
		if (result.rows().size() <= before || result.rows(before - 1).size() == 0) {
			prelude.failed((result.rows().size() <= before) ? result.error() : null);
			return null;
		}
		QueryResult look = new QueryResult(result.rows().subList(before, result.rows().size()), result.error());
		Rows found = look.rows(0);
		DatabaseFacts facts = facts(found, session.backend());
		prelude.committed(facts);
		return snapshot(session, facts, found, (isAbsent(look, facts)) ? null : look.rows(1));
	}

	private boolean isAbsent(QueryResult look, DatabaseFacts facts) {
		boolean absent = look.rows().size() == 1;
		DatabaseError error = look.error();
		if (absent && error != null && !error.is(SqlState.UNDEFINED_TABLE)) {
			throw refused(facts, error);
		}
		return absent;
	}

	private HistorySnapshot snapshot(Session session, DatabaseFacts facts, Rows found, @Nullable Rows rows) {
		String place = facts.schema();
		QueryResult begun = null;
		if (place != null && found.isTrue(0, "progress")) {
			// The row of a migration takes the place of its progress: whoever reads the
			// rows first may find neither.
			String progress = new ProgressTable(new HistoryTables(place, this.table)).selectAll();
			begun = session.query((rows != null) ? List.of(progress, rows()) : List.of(progress));
		}
		List<Progress> progress = (begun != null) ? ProgressTable.read(begun) : List.of();
		if (rows == null) {
			return new HistorySnapshot(facts, HistorySnapshot.State.ABSENT, this.table, List.of(), progress,
					content(session, facts), found.isTrue(0, "registry"));
		}
		return snapshot(facts, found, (begun != null && begun.rows().size() == 2) ? begun.rows(1) : rows, progress);
	}

	private static void answer(Companion companion, QueryResult result, int number) {
		DatabaseError error = result.error();
		if (result.rows().size() > number) {
			companion.answered(result.rows(number));
		}
		else if (error != null && !error.is(SqlState.INSUFFICIENT_PRIVILEGE)) {
			throw new DatabaseErrorException(error);
		}
	}

	/** Reads the facts and nothing else. */
	DatabaseFacts readFacts(Session session) {
		return facts(session.query(List.of(facts())).rows(0), session.backend());
	}

	private RuntimeException refused(DatabaseFacts facts, DatabaseError error) {
		if (error.is(SqlState.INSUFFICIENT_PRIVILEGE)) {
			return new MigrationException(ErrorCode.PERMISSION_DENIED,
					"Role \"" + facts.role() + "\" may not read the migration history " + name() + " in database \""
							+ facts.database() + "\".\n" + error.text(),
					"Let its owner run:\n  GRANT USAGE ON SCHEMA " + Sql.identifier(String.valueOf(facts.schema()))
							+ " TO " + Sql.identifier(facts.role()) + ";\n  GRANT SELECT ON " + name() + " TO "
							+ Sql.identifier(facts.role()) + ";",
					null);
		}
		if (error.is(SqlState.UNDEFINED_COLUMN) || error.is(SqlState.WRONG_OBJECT_TYPE)) {
			return notAHistory(error.message());
		}
		return new DatabaseErrorException(error);
	}

	private String rows() {
		return "SELECT h.* FROM " + name() + " h ORDER BY h.id";
	}

	private String name() {
		return name(this.table);
	}

	/** Without a schema, the name is left to the search path. */
	private String name(String ours) {
		return ((this.schema != null) ? Sql.identifier(this.schema) + "." : "") + Sql.identifier(ours);
	}

	/**
	 * Makes an expression of one of our tables, which is NULL where it does not exist.
	 */
	private String relation(String ours) {
		return "pg_catalog.to_regclass(" + Sql.literal(name(ours)) + ")";
	}

	/** Tells, as an expression, in which schema the history is, or will be. */
	private String place() {
		return (this.schema != null) ? Sql.literal(this.schema)
				: "coalesce((SELECT n.nspname FROM pg_catalog.pg_class c"
						+ " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
						+ " WHERE c.oid OPERATOR(pg_catalog.=) " + relation(this.table)
						+ "::pg_catalog.oid), pg_catalog.current_schema())";
	}

	/**
	 * Makes, as an expression, the quoted name of one of our tables with its schema, as
	 * {@link HistoryTables} does.
	 */
	private String nameExpression(String ours) {
		return "'\"'::pg_catalog.text OPERATOR(pg_catalog.||) pg_catalog.replace(" + place()
				+ "::pg_catalog.text, '\"', '\"\"') OPERATOR(pg_catalog.||) "
				+ Sql.literal("\"." + Sql.identifier(ours)) + "::pg_catalog.text";
	}

	private String facts() {
		HistoryTables names = new HistoryTables("", this.table);
		return "SELECT pg_catalog.current_setting('server_version') AS server_version,"
				+ " pg_catalog.current_setting('server_version_num') AS version_number,"
				+ " pg_catalog.current_database() AS database, current_user AS role,"
				+ " pg_catalog.current_setting('transaction_read_only') OPERATOR(pg_catalog.=) 'on' AS read_only,"
				+ " pg_catalog.pg_is_in_recovery() AS standby, pg_catalog.pg_backend_pid() AS backend, " + place()
				+ " AS schema, " + relation(this.table) + " IS NOT NULL AS history, " + relation(names.logName())
				+ " IS NOT NULL AS log, " + begun(names) + " AS progress, " + relation(names.instanceName())
				+ " IS NOT NULL AS registry";
	}

	/**
	 * Tells, as an expression, whether the table of progress may hold rows. An empty one
	 * may still have pages that vacuum has not given back: then it is read in vain.
	 */
	private String begun(HistoryTables names) {
		return "coalesce(pg_catalog.pg_relation_size(" + relation(names.progressName())
				+ "), 0) OPERATOR(pg_catalog.>) 0";
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

	private HistorySnapshot snapshot(DatabaseFacts facts, Rows found, Rows rows, List<Progress> progress) {
		for (String column : HistoryDdl.IDENTITY) {
			if (rows.column(column) < 0) {
				throw notAHistory("column " + column + " does not exist");
			}
		}
		List<AppliedMigration> applied = new ArrayList<>(rows.size());
		HistoryRow row = new HistoryRow(rows);
		for (int i = 0; i < rows.size(); i++) {
			AppliedMigration migration = row.read(i);
			if (migration == null) {
				throw notAHistory("the row with id " + rows.value(i, "id") + " has migration_name "
						+ rows.value(i, "migration_name"));
			}
			applied.add(migration);
		}
		boolean current = found.isTrue(0, "log") && rows.columns().containsAll(HistoryDdl.COLUMNS.keySet());
		return new HistorySnapshot(facts, (current) ? HistorySnapshot.State.CURRENT : HistorySnapshot.State.OUTDATED,
				this.table, applied, progress, SchemaContent.NONE, found.isTrue(0, "registry"));
	}

	private MigrationException notAHistory(String reason) {
		return new MigrationException(ErrorCode.HISTORY_UNUSABLE,
				"Table " + name() + " is not a migration history: " + reason + ".",
				"A history has at least the columns id, migration_name and applied_at."
						+ " id is a whole number, and neither it nor migration_name is NULL."
						+ " Choose another name with app.migrations.table, or rename that table.",
				null);
	}

	private SchemaContent content(Session session, DatabaseFacts facts) {
		if (facts.schema() == null) {
			return SchemaContent.NONE;
		}
		Rows rows = session.query(List.of("SELECT c.relname AS name, pg_catalog.count(*) OVER () AS total"
				+ " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
				+ " ON n.oid OPERATOR(pg_catalog.=) c.relnamespace WHERE n.nspname OPERATOR(pg_catalog.=) "
				+ Sql.literal(facts.schema()) + "::pg_catalog.name"
				+ " AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p}'::pg_catalog.\"char\"[])"
				// An instance signs on before anything is applied.
				+ " AND c.relname OPERATOR(pg_catalog.<>) "
				+ Sql.literal(new HistoryTables("", this.table).instanceName()) + "::pg_catalog.name"
				+ " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid OPERATOR(pg_catalog.=) c.oid"
				+ " AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid"
				+ " AND d.deptype OPERATOR(pg_catalog.=) 'e'::pg_catalog.\"char\") ORDER BY 1 LIMIT " + EXAMPLES))
			.rows(0);
		List<String> examples = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			examples.add(rows.required(i, "name"));
		}
		return (examples.isEmpty()) ? SchemaContent.NONE
				: new SchemaContent(Integer.parseInt(rows.required(0, "total")), examples);
	}

}
