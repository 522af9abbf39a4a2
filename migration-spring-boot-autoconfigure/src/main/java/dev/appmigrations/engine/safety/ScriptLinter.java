package dev.appmigrations.engine.safety;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.safety.ReadScript.Statement;
import dev.appmigrations.engine.safety.rule.Circumstances;
import dev.appmigrations.engine.safety.rule.StatementSite;
import dev.appmigrations.engine.safety.rule.TransactionState;
import dev.appmigrations.engine.safety.state.SchemaState;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.StatementKind;
import org.jspecify.annotations.Nullable;

/**
 * Judges one script, statement by statement, in memory that does not grow with it.
 */
final class ScriptLinter {

	/** How many statements of its transaction a rule sees ahead. */
	private static final int AHEAD = 50;

	private final ReadScript read;

	private final SchemaState schema;

	private final Circumstances circumstances;

	private final RowEstimates estimates;

	private final StatementTraces traces;

	private final StatementJudge judge;

	private final Iterator<Unit> units;

	private List<Allowance> allowances;

	private List<Allowance> inFile;

	private @Nullable Unit unit;

	private TransactionState transaction = new TransactionState(false);

	/** Read and not judged yet. */
	private final Deque<Statement> ahead = new ArrayDeque<>();

	ScriptLinter(ReadScript read, SchemaState schema, Circumstances circumstances, LintSettings settings,
			RowEstimates estimates, StatementTraces traces, Consumer<Finding> findings) {
		this.read = read;
		this.schema = schema;
		this.circumstances = circumstances;
		this.estimates = estimates;
		this.traces = traces;
		this.judge = new StatementJudge(read.script(), settings, circumstances, findings);
		this.allowances = read.allowances();
		this.inFile = read.inFile();
		this.units = read.script().part().units().iterator();
	}

	/**
	 * Judges the script.
	 * @param placeholders what is replaced in it, if it has to be read again
	 * @throws IOException if it cannot be read
	 */
	void lint(Placeholders placeholders) throws IOException {
		if (this.read.isComplete()) {
			this.read.statements().forEach(this::add);
		}
		else {
			LintedScript script = this.read.script();
			try (Reader text = placeholders.reader(script.part().script())) {
				this.allowances = new ArrayList<>();
				this.inFile = new ArrayList<>();
				new ScriptStatementReader(this::add, this.allowances::add, this.inFile::add, script.backfill() != null)
					.read(text, script.first(), script.last());
			}
		}
		while (!this.ahead.isEmpty()) {
			judgeNext();
		}
		this.judge.unused(this.allowances);
	}

	private void add(Statement statement) {
		this.ahead.add(statement);
		if (this.ahead.size() > AHEAD) {
			judgeNext();
		}
	}

	private void judgeNext() {
		Statement statement = this.ahead.remove();
		Unit unit = enter(statement.number());
		StatementKind kind = statement.statement().kind();
		if (kind == StatementKind.BEGIN || kind == StatementKind.COMMIT || kind == StatementKind.ROLLBACK) {
			this.transaction = new TransactionState(kind == StatementKind.BEGIN);
			return;
		}
		if (unit == null || unit.mode() == Unit.Mode.ALONE) {
			this.transaction = new TransactionState(false);
		}
		StatementSite site = new StatementSite(statement.ddl(), statement.statement().text(), this.schema,
				this.transaction, following(unit), this.circumstances, statement.number() == this.read.script().first(),
				this.estimates.of(this.read.script().name(), statement.statement().position()));
		this.judge.judge(site, statement, this.inFile,
				this.traces.of(this.read.script().name(), statement.statement().position()));
		this.transaction.add(statement.ddl(), statement.statement().position().line(), this.schema);
		this.schema.apply(statement.ddl());
	}

	/** Goes on to the unit of a statement. */
	private @Nullable Unit enter(long number) {
		while ((this.unit == null || this.unit.lastStatement() < number) && this.units.hasNext()) {
			this.unit = this.units.next();
			this.transaction = new TransactionState(false);
		}
		return this.unit;
	}

	private List<DdlStatement> following(@Nullable Unit unit) {
		List<DdlStatement> following = new ArrayList<>();
		for (Statement next : this.ahead) {
			if (unit == null || next.number() > unit.lastStatement()) {
				break;
			}
			following.add(next.ddl());
		}
		return following;
	}

}
