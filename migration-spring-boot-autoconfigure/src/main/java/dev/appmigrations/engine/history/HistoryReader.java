package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
import dev.appmigrations.engine.text.VisibleText;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;
import org.jspecify.annotations.Nullable;

/**
 * Reads the history in one message: the facts, then the rows by the name that the search
 * path resolves. A missing table shows by the server's error, because only then is a
 * start with nothing to do one round trip; a caller that expects the table to be missing
 * asks first. Rows are read as {@code h.*} and by name, so that columns that are missing
 * do no harm.
 */
public final class HistoryReader {

	private static final int OLDEST_SERVER = 140000;

	private static final int EXAMPLES = 3;

	private final @Nullable String schema;

	private final String table;

	private final TableJudge judge;

	/**
	 * Creates a reader.
	 * @param schema the schema of the tables; {@code null} for the one where the search
	 * path finds the table, or else the current schema
	 * @param table the name of the history table
	 */
	public HistoryReader(@Nullable String schema, String table) {
		this.schema = schema;
		this.table = table;
		this.judge = new TableJudge(List.of(name()), name(), new HistoryTables("", table).names(), place(),
				schema != null);
	}

	/**
	 * Reads the facts and the history, and asks nothing beside.
	 * @param session the connection
	 * @param expected whether the history is likely to be there
	 * @param strength how far the tables are to be believed
	 * @return what was found
	 * @throws MigrationException if the role may not read, or the table is not a history,
	 * or is not believed
	 */
	public HistorySnapshot read(Session session, boolean expected, Strength strength) {
		return read(session, expected, null, strength);
	}

	/**
	 * Reads the facts and the history, in one round trip where the history exists and
	 * nothing about it is unusual. Before anything of a table is read, it is locked
	 * against being replaced, and judged.
	 * @param session the connection
	 * @param expected whether the history is likely to be there: if not, one more round
	 * trip spares the server an error in its log
	 * @param piggyback what to ask in the same message, {@code null} for nothing
	 * @param strength how far the tables are to be believed
	 * @return what was found
	 * @throws MigrationException if the role may not read, or the table is not a history,
	 * or is not believed
	 */
	public HistorySnapshot read(Session session, boolean expected, @Nullable PiggybackQuery piggyback,
			Strength strength) {
		if (!expected) {
			Rows found = session.query(List.of(facts())).rows(0);
			if (!found.isTrue(0, "history")) {
				return absent(session, facts(found, session.connection().backend()), piggyback, strength);
			}
		}
		return evaluate(session, session.queryTogether(readingStatements(piggyback, strength)), piggyback, strength);
	}

	private List<String> readingStatements(@Nullable PiggybackQuery piggyback, Strength strength) {
		List<String> statements = new ArrayList<>(
				List.of(facts(), this.judge.lock(), this.judge.briefly(strength == Strength.READ), rows()));
		if (piggyback != null) {
			statements.add(piggyback.query(nameExpression(this.table)));
		}
		return statements;
	}

	/**
	 * Reads the facts and the history, behind a transaction that travels in front of
	 * them. Where all is well, that is one round trip.
	 * @param session the connection
	 * @param leading the transaction; it is notified of its end
	 * @param strength how far the tables are to be believed
	 * @return what was found, {@code null} if nothing was committed and nothing read
	 * @throws MigrationException if the role may not read, or the table is not a history,
	 * or is not believed
	 */
	public @Nullable HistorySnapshot read(Session session, LeadingTransaction leading, Strength strength) {
		String instances = new HistoryTables("", this.table).instanceName();
		String beside = (this.schema != null) ? "true"
				: relation(instances) + "::pg_catalog.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass("
						+ nameExpression(instances) + ")::pg_catalog.oid";
		InstanceJudge judge = InstanceJudge.forWriting(name(instances), instances, named());
		List<String> transaction = leading.statements(name(instances), beside, judge.brief());
		QueryResult result = session.queryBehindCommit(transaction, readingStatements(null, strength));
		// All but LOCK TABLE return rows.
		int before = transaction.size() - 1;
		if (result.rows().size() <= before || result.rows(before - 1).size() == 0) {
			leading.failed((result.rows().size() <= before) ? result.error() : null);
			return null;
		}
		QueryResult answers = new QueryResult(result.rows().subList(before, result.rows().size()), result.error());
		leading.committed(facts(answers.rows(0), session.connection().backend()));
		return evaluate(session, answers, null, strength);
	}

	private HistorySnapshot evaluate(Session session, QueryResult answers, @Nullable PiggybackQuery piggyback,
			Strength strength) {
		DatabaseFacts facts = facts(answers.rows(0), session.connection().backend());
		if (answers.rows().size() > 1) {
			Judgement judgement = Judgement.read(answers.rows(1), this.judge.names());
			String judge = this.judge.briefly(strength == Strength.READ);
			return snapshot(session, facts, new Reading(judgement, judge, answers), piggyback, strength);
		}
		DatabaseError error = answers.orError();
		if (error.is(SqlState.UNDEFINED_TABLE) || error.is(SqlState.INVALID_SCHEMA_NAME)) {
			return absent(session, facts, piggyback, strength);
		}
		boolean doubtful = TableJudge.refuses(error);
		if (!doubtful && !error.is(SqlState.WRONG_OBJECT_TYPE)) {
			throw refused(facts, error);
		}
		List<Finding> findings = this.judge.inspect(session, TableInspection.Use.READ).findings();
		reject(facts, (findings.isEmpty() || strength == Strength.READ) ? findings
				: this.judge.inspect(session, TableInspection.Use.WRITE).findings());
		if (!doubtful) {
			throw refused(facts, error);
		}
		return readThoroughly(session, facts, piggyback, strength);
	}

	/** Where the brief judgement has found something, and all is well nevertheless. */
	private HistorySnapshot readThoroughly(Session session, DatabaseFacts facts, @Nullable PiggybackQuery piggyback,
			Strength strength) {
		Judgement judgement = Judgement.of(this.judge.inspect(session, TableInspection.Use.WRITE), this.table);
		String judge = this.judge.thoroughly(TableInspection.Use.READ);
		List<String> statements = new ArrayList<>(readingStatements(piggyback, strength));
		statements.set(2, judge);
		QueryResult result = session.queryTogether(statements);
		return snapshot(session, facts, new Reading(judgement, judge, result), piggyback, strength);
	}

	private HistorySnapshot absent(Session session, DatabaseFacts facts, @Nullable PiggybackQuery piggyback,
			Strength strength) {
		TableVerdict verdict = this.judge.inspect(session,
				(strength == Strength.READ) ? TableInspection.Use.READ : TableInspection.Use.WRITE);
		reject(facts, (strength == Strength.WRITE) ? verdict.findings() : verdict.ofTables());
		if (piggyback != null) {
			answer(piggyback, session.query(List.of(piggyback.query(nameExpression(this.table)))), 0);
		}
		HistoryTables names = new HistoryTables("", this.table);
		List<Progress> progress = List.of();
		if (verdict.oids().containsKey(names.progressName())) {
			progress = ProgressTable
				.read(begun(session, facts, this.judge.thoroughly(TableInspection.Use.READ), false));
		}
		return new HistorySnapshot(facts, HistorySnapshot.State.ABSENT, this.table, List.of(), progress,
				content(session, facts), verdict.oids().containsKey(names.instanceName()),
				new TableTrust(named(), null, verdict.oids().keySet(), verdict.oids(), verdict.missingKeys()));
	}

	/**
	 * The row of a migration takes the place of its progress: whoever reads the rows
	 * first may find neither.
	 */
	private QueryResult begun(Session session, DatabaseFacts facts, String judge, boolean history) {
		HistoryTables tables = new HistoryTables(String.valueOf(facts.schema()), this.table);
		ProgressTable progress = new ProgressTable(tables);
		List<String> statements = new ArrayList<>();
		if (history) {
			statements.add(this.judge.lock());
		}
		statements.add("LOCK TABLE " + tables.progressTable() + " IN ACCESS SHARE MODE");
		statements.add(judge);
		statements.add(progress.selectAll());
		if (history) {
			statements.add(rows());
		}
		QueryResult result = session.queryTogether(statements);
		return new QueryResult(result.rows().subList(Math.min(1, result.rows().size()), result.rows().size()),
				result.error());
	}

	private HistorySnapshot snapshot(Session session, DatabaseFacts facts, Reading reading,
			@Nullable PiggybackQuery piggyback, Strength strength) {
		if (reading.answers().rows().size() < 3) {
			throw refused(facts, reading.answers().orError());
		}
		Rows rows = reading.answers().rows(2);
		Judgement judgement = reading.judgement();
		TableTrust trust = trust(session, facts, judgement, strength);
		if (piggyback != null) {
			answer(piggyback, reading.answers(), 3);
		}
		List<Progress> progress = List.of();
		HistoryTables names = new HistoryTables("", this.table);
		if (judgement.filled().contains(names.progressName())) {
			QueryResult begun = begun(session, facts, reading.judge(), true);
			progress = ProgressTable.read(begun);
			rows = (begun.rows().size() == 2) ? begun.rows(1) : rows;
		}
		return snapshot(facts, judgement, rows, progress, trust);
	}

	private TableTrust trust(Session session, DatabaseFacts facts, Judgement judgement, Strength strength) {
		if (strength == Strength.READ || (strength == Strength.START && judgement.clean())) {
			return new TableTrust(named(), judgement.foreignOwner(), Set.copyOf(judgement.present()), Map.of(),
					List.of());
		}
		TableVerdict verdict = this.judge.inspect(session, TableInspection.Use.WRITE);
		if (strength == Strength.WRITE || (judgement.writable() && !facts.readOnly())) {
			reject(facts, verdict.findings());
		}
		return new TableTrust(named(), judgement.foreignOwner(), verdict.oids().keySet(), verdict.oids(),
				verdict.missingKeys());
	}

	/**
	 * Judges the tables for writing, when they have just been created or altered.
	 * @param session the connection
	 * @return which tables there are
	 * @throws MigrationException if they are not believed
	 */
	public TableTrust judge(Session session) {
		TableVerdict verdict = this.judge.inspect(session, TableInspection.Use.WRITE);
		if (!verdict.findings().isEmpty()) {
			throw Distrust.of(session, verdict.findings()).exception();
		}
		return new TableTrust(named(), null, verdict.oids().keySet(), verdict.oids(), verdict.missingKeys());
	}

	private boolean named() {
		return this.schema != null;
	}

	private static void reject(DatabaseFacts facts, List<Finding> findings) {
		if (!findings.isEmpty()) {
			throw new Distrust(facts.database(), facts.role(), findings).exception();
		}
	}

	private static void answer(PiggybackQuery piggyback, QueryResult result, int number) {
		DatabaseError error = result.error();
		if (result.rows().size() > number) {
			piggyback.answered(result.rows(number));
		}
		else if (error != null && !error.is(SqlState.INSUFFICIENT_PRIVILEGE)) {
			throw new DatabaseErrorException(error);
		}
	}

	/**
	 * Reads the facts and nothing else.
	 * @param session the connection
	 * @return the facts
	 */
	public DatabaseFacts readFacts(Session session) {
		return facts(session.query(List.of(facts())).rows(0), session.connection().backend());
	}

	private RuntimeException refused(DatabaseFacts facts, DatabaseError error) {
		if (error.is(SqlState.INSUFFICIENT_PRIVILEGE)) {
			return new MigrationException(ErrorCode.PERMISSION_DENIED,
					"Role " + Sql.visibleIdentifier(facts.role()) + " may not read the migration history " + name()
							+ " in database " + Sql.visibleIdentifier(facts.database()) + ".\n" + error.text(),
					"Let its owner run:\n  GRANT USAGE ON SCHEMA "
							+ Sql.visibleIdentifier(String.valueOf(facts.schema())) + " TO "
							+ Sql.visibleIdentifier(facts.role()) + ";\n  GRANT SELECT ON " + name() + " TO "
							+ Sql.visibleIdentifier(facts.role()) + ";",
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
		return "SELECT pg_catalog.current_setting('server_version') AS server_version,"
				+ " pg_catalog.current_setting('server_version_num') AS version_number,"
				+ " pg_catalog.current_database() AS database, current_user AS role,"
				+ " pg_catalog.current_setting('transaction_read_only') OPERATOR(pg_catalog.=) 'on' AS read_only,"
				+ " pg_catalog.pg_is_in_recovery() AS standby, pg_catalog.pg_backend_pid() AS backend, " + place()
				+ " AS schema, " + relation(this.table) + " IS NOT NULL AS history";
	}

	private static DatabaseFacts facts(Rows rows, int driverBackend) {
		int version = Integer.parseInt(rows.required(0, "version_number"));
		String product = "PostgreSQL " + rows.required(0, "server_version").split(" ", 2)[0];
		if (version < OLDEST_SERVER) {
			throw new MigrationException(ErrorCode.DATABASE_UNSUPPORTED,
					"The server is " + product + ", which is older than the oldest supported version, 14.",
					"Upgrade the server.", null);
		}
		String schema = rows.value(0, "schema");
		if (schema != null && VisibleText.isHidden(schema)) {
			throw new MigrationException(ErrorCode.HISTORY_UNUSABLE,
					"The search path leads to the schema " + Sql.visibleIdentifier(schema)
							+ ", whose name has characters that are not visible.",
					Message.of("Rename the schema, or choose another one with ").and(Setting.SCHEMA).and("."), null);
		}
		int backend = Integer.parseInt(rows.required(0, "backend"));
		return new DatabaseFacts(product, version, rows.required(0, "database"), rows.required(0, "role"), schema,
				rows.isTrue(0, "read_only"), rows.isTrue(0, "standby"), driverBackend != 0 && driverBackend != backend,
				backend);
	}

	private HistorySnapshot snapshot(DatabaseFacts facts, Judgement judgement, Rows rows, List<Progress> progress,
			TableTrust trust) {
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
						+ VisibleText.lineOrNull(rows.value(i, "migration_name")));
			}
			applied.add(migration);
		}
		HistoryTables names = new HistoryTables("", this.table);
		boolean current = judgement.present().contains(names.logName())
				&& rows.columns().containsAll(HistoryDdl.COLUMNS.keySet());
		return new HistorySnapshot(facts, (current) ? HistorySnapshot.State.CURRENT : HistorySnapshot.State.OUTDATED,
				this.table, applied, progress, SchemaContent.NONE, judgement.present().contains(names.instanceName()),
				trust);
	}

	private MigrationException notAHistory(String reason) {
		return new MigrationException(ErrorCode.HISTORY_UNUSABLE,
				"Table " + name() + " is not a migration history: " + reason + ".",
				Message
					.of("A history has at least the columns id, migration_name and applied_at."
							+ " id is a whole number, and neither it nor migration_name is NULL."
							+ " Choose another name with ")
					.and(Setting.TABLE)
					.and(", or rename that table."),
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

	/**
	 * The rows, and how the table was judged that they come from.
	 *
	 * @param judgement what is known of the tables
	 * @param judge the statement that judges them again
	 * @param answers the answers: facts, judgement, rows, and that of the piggyback query
	 */
	private record Reading(Judgement judgement, String judge, QueryResult answers) {

	}

}
