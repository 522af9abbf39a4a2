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
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * Reads the history in one message: the facts, then the rows by the name that the search
 * path resolves. A missing table shows by the server's error, because only then is a
 * start with nothing to do one round trip; a caller that expects the table to be missing
 * asks first. Rows are read as {@code h.*} and by name, so that columns that are missing
 * do no harm.
 */
public final class HistoryReader {

	private final String table;

	/** Their names alone. */
	private final HistoryTables names;

	private final TableExpressions tables;

	private final FactsQuery facts;

	private final TableJudge judge;

	/** Where the instances are, {@code null} if that is beside the history. */
	private final @Nullable SharedInstances shared;

	/**
	 * Creates a reader.
	 * @param schema the schema of the tables; {@code null} for the one where the search
	 * path finds the table, or else the current schema
	 * @param table the name of the history table
	 */
	public HistoryReader(@Nullable String schema, String table) {
		this(schema, table, null);
	}

	/**
	 * Creates a reader of one of several histories of a database.
	 * @param schema the schema of the tables; {@code null} for the one where the search
	 * path finds the table, or else the current schema
	 * @param table the name of the history table
	 * @param shared where the instances are, {@code null} if that is beside the history
	 */
	public HistoryReader(@Nullable String schema, String table, @Nullable SharedInstances shared) {
		this.shared = shared;
		this.table = table;
		this.names = new HistoryTables("", table);
		this.tables = new TableExpressions(schema, table);
		this.facts = new FactsQuery(this.tables);
		this.judge = new TableJudge(List.of(this.tables.name()), this.tables.name(), this.names.names(),
				this.tables.place(), this.tables.named());
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
			Rows found = session.query(List.of(this.facts.statement())).rows(0);
			if (!found.isTrue(0, "history")) {
				return absent(session, FactsQuery.read(found, session.connection().backend()), piggyback, strength);
			}
		}
		return evaluate(session, session.queryTogether(readingStatements(piggyback, strength, false)), piggyback,
				strength);
	}

	private List<String> readingStatements(@Nullable PiggybackQuery piggyback, Strength strength, boolean thorough) {
		List<String> statements = new ArrayList<>(List.of(this.facts.statement(), this.judge.lock(),
				this.judge.briefly(strength == Strength.READ), rows()));
		if (piggyback != null) {
			statements.add(piggyback.query(this.tables.nameExpression(this.table)));
			if (piggyback.wantsFailures()) {
				statements.addAll(new FailureReading(this.tables).statements(thorough));
			}
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
		String instances = this.names.instanceName();
		InstanceJudge judge = InstanceJudge.forWriting(this.tables.name(instances), instances, this.tables.named());
		List<String> transaction = leading.statements(this.tables.name(instances), this.tables.beside(instances),
				judge.brief());
		QueryResult result = session.queryBehindCommit(transaction, readingStatements(null, strength, false));
		// All but LOCK TABLE return rows.
		int before = transaction.size() - 1;
		if (result.rows().size() <= before || result.rows(before - 1).size() == 0) {
			leading.failed((result.rows().size() <= before) ? result.error() : null);
			return null;
		}
		QueryResult answers = new QueryResult(result.rows().subList(before, result.rows().size()), result.error());
		leading.committed(FactsQuery.read(answers.rows(0), session.connection().backend()));
		return evaluate(session, answers, null, strength);
	}

	private HistorySnapshot evaluate(Session session, QueryResult answers, @Nullable PiggybackQuery piggyback,
			Strength strength) {
		DatabaseFacts facts = FactsQuery.read(answers.rows(0), session.connection().backend());
		if (answers.rows().size() > 1) {
			Judgement judgement = Judgement.read(answers.rows(1));
			String judge = this.judge.briefly(strength == Strength.READ);
			return snapshot(session, facts, new Reading(judgement, judge, answers), piggyback, strength);
		}
		DatabaseError error = answers.orError();
		if (error.is(SqlState.UNDEFINED_TABLE) || error.is(SqlState.INVALID_SCHEMA_NAME)) {
			return absent(session, facts, piggyback, strength);
		}
		boolean doubtful = TableJudge.refuses(error);
		if (!doubtful && !error.is(SqlState.WRONG_OBJECT_TYPE)) {
			throw UnreadableHistory.of(this.tables.name(), facts, error);
		}
		List<Finding> findings = this.judge.inspect(session, TableInspection.Use.READ).findings();
		reject(facts, (findings.isEmpty() || strength == Strength.READ) ? findings
				: this.judge.inspect(session, TableInspection.Use.WRITE).findings());
		if (!doubtful) {
			throw UnreadableHistory.of(this.tables.name(), facts, error);
		}
		return readThoroughly(session, facts, piggyback, strength);
	}

	/** Where the brief judgement has found something, and all is well nevertheless. */
	private HistorySnapshot readThoroughly(Session session, DatabaseFacts facts, @Nullable PiggybackQuery piggyback,
			Strength strength) {
		Judgement judgement = Judgement.of(this.judge.inspect(session, TableInspection.Use.WRITE), this.table);
		String judge = this.judge.thoroughly(TableInspection.Use.READ);
		List<String> statements = new ArrayList<>(readingStatements(piggyback, strength, true));
		statements.set(2, judge);
		QueryResult result = session.queryTogether(statements);
		return snapshot(session, facts, new Reading(judgement, judge, result), piggyback, strength);
	}

	private HistorySnapshot absent(Session session, DatabaseFacts facts, @Nullable PiggybackQuery piggyback,
			Strength strength) {
		TableVerdict verdict = this.judge.inspectIfPresent(session,
				(strength == Strength.READ) ? TableInspection.Use.READ : TableInspection.Use.WRITE);
		reject(facts, (strength == Strength.WRITE) ? verdict.findings() : verdict.ofTables());
		if (piggyback != null) {
			answer(piggyback, session.query(List.of(piggyback.query(this.tables.nameExpression(this.table)))), 0);
		}
		List<Progress> progress = List.of();
		if (verdict.oids().containsKey(this.names.progressName())) {
			progress = ProgressTable
				.read(begun(session, facts, this.judge.thoroughly(TableInspection.Use.READ), false));
		}
		return new HistorySnapshot(facts, HistorySnapshot.State.ABSENT, this.table, List.of(), progress,
				SchemaContentQuery.read(session, facts, this.table),
				verdict.oids().containsKey(this.names.instanceName()),
				TableTrust.of(this.tables.named(), null, verdict))
			.with(this.shared);
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
			throw UnreadableHistory.of(this.tables.name(), facts, reading.answers().orError());
		}
		Rows rows = reading.answers().rows(2);
		Judgement judgement = reading.judgement();
		TableTrust trust = trust(session, facts, judgement, strength);
		if (piggyback != null) {
			answer(piggyback, reading.answers(), 3);
			if (piggyback.wantsFailures()) {
				FailureReading.read(reading.answers(), 4, piggyback);
			}
		}
		List<Progress> progress = List.of();
		if (judgement.filled().contains(this.names.progressName())) {
			QueryResult begun = begun(session, facts, reading.judge(), true);
			progress = ProgressTable.read(begun);
			rows = (begun.rows().size() == 2) ? begun.rows(1) : rows;
		}
		return snapshot(facts, judgement, rows, progress, trust);
	}

	/**
	 * Makes a snapshot of rows that were read together with those of other schemas.
	 * @param facts about the database, with the schema of this history
	 * @param judgement a clean one
	 * @param rows the rows of the history
	 * @param progress what has begun
	 * @return the snapshot
	 * @throws MigrationException if the table is not a history
	 */
	HistorySnapshot snapshot(DatabaseFacts facts, Judgement judgement, Rows rows, List<Progress> progress) {
		return snapshot(facts, judgement, rows, progress, believed(judgement));
	}

	private TableTrust believed(Judgement judgement) {
		return new TableTrust(this.tables.named(), judgement.foreignOwner(), Set.copyOf(judgement.present()), Map.of(),
				List.of());
	}

	private TableTrust trust(Session session, DatabaseFacts facts, Judgement judgement, Strength strength) {
		if (strength == Strength.READ || (strength == Strength.START && judgement.clean())) {
			return believed(judgement);
		}
		TableVerdict verdict = this.judge.inspect(session, TableInspection.Use.WRITE);
		if (strength == Strength.WRITE || (judgement.writable() && !facts.readOnly())) {
			reject(facts, verdict.findings());
		}
		return TableTrust.of(this.tables.named(), judgement.foreignOwner(), verdict);
	}

	/**
	 * Judges the tables for writing.
	 * @param session the connection
	 * @return which tables there are
	 * @throws MigrationException if they are not believed
	 */
	public TableTrust judge(Session session) {
		TableVerdict verdict = this.judge.inspect(session, TableInspection.Use.WRITE);
		if (!verdict.findings().isEmpty()) {
			throw Distrust.of(session, verdict.findings()).exception();
		}
		return TableTrust.of(this.tables.named(), null, verdict);
	}

	/**
	 * Judges the tables for writing, when they have just been created or altered.
	 * @param session the connection
	 * @param before what was known of them before that
	 * @return which tables there are
	 * @throws MigrationException if they are not believed
	 */
	public TableTrust judge(Session session, TableTrust before) {
		boolean created = before.present() != null && before.present().isEmpty();
		TableVerdict verdict = (created) ? this.judge.inspectCreated(session) : null;
		return (verdict != null) ? TableTrust.of(this.tables.named(), null, verdict) : judge(session);
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
		return FactsQuery.read(session.query(List.of(this.facts.statement())).rows(0), session.connection().backend());
	}

	private String rows() {
		return "SELECT h.* FROM " + this.tables.name() + " h ORDER BY h.id";
	}

	private HistorySnapshot snapshot(DatabaseFacts facts, Judgement judgement, Rows rows, List<Progress> progress,
			TableTrust trust) {
		for (String column : HistoryDdl.IDENTITY) {
			if (rows.column(column) < 0) {
				throw UnreadableHistory.other(this.tables.name(), "column " + column + " does not exist");
			}
		}
		List<AppliedMigration> applied = new ArrayList<>(rows.size());
		HistoryRow row = new HistoryRow(rows);
		for (int i = 0; i < rows.size(); i++) {
			AppliedMigration migration = row.read(i);
			if (migration == null) {
				throw UnreadableHistory.other(this.tables.name(), "the row with id " + rows.value(i, "id")
						+ " has migration_name " + VisibleText.lineOrNull(rows.value(i, "migration_name")));
			}
			applied.add(migration);
		}
		boolean current = judgement.present().contains(this.names.logName())
				&& rows.columns().containsAll(HistoryDdl.COLUMNS.keySet());
		return new HistorySnapshot(facts, (current) ? HistorySnapshot.State.CURRENT : HistorySnapshot.State.OUTDATED,
				this.table, applied, progress, SchemaContent.NONE,
				judgement.present().contains(this.names.instanceName()), trust)
			.with(this.shared);
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
