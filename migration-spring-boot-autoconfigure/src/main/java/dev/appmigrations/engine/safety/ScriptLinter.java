package dev.appmigrations.engine.safety;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.safety.rule.Circumstances;
import dev.appmigrations.engine.safety.rule.StatementSite;
import dev.appmigrations.engine.safety.rule.TransactionState;
import dev.appmigrations.engine.safety.state.SchemaState;
import dev.appmigrations.engine.sql.Directive;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.engine.sql.TokenListener;
import dev.appmigrations.engine.sql.TokenType;
import org.jspecify.annotations.Nullable;

/**
 * Judges one script, statement by statement, in memory that does not grow with it.
 */
final class ScriptLinter implements TokenListener {

	/** How many statements of its transaction a rule sees ahead. */
	private static final int AHEAD = 50;

	private final LintedScript script;

	private final SchemaState schema;

	private final Circumstances circumstances;

	private final StatementJudge judge;

	private final List<Allowance> inFile = new ArrayList<>();

	/** Those that no statement has followed yet. */
	private final Deque<Allowance> above = new ArrayDeque<>();

	private final List<Allowance> all = new ArrayList<>();

	private @Nullable StatementReader reader;

	ScriptLinter(LintedScript script, SchemaState schema, Circumstances circumstances, LintSettings settings,
			Consumer<Finding> findings) {
		this.script = script;
		this.schema = schema;
		this.circumstances = circumstances;
		this.judge = new StatementJudge(script, settings, circumstances, findings);
	}

	/**
	 * Judges the script.
	 * @param text its text
	 * @throws IOException if it cannot be read
	 */
	void lint(Reader text) throws IOException {
		try (StatementReader statements = StatementReader.of(text, this)) {
			this.reader = statements;
			skip(statements, this.script.part().statementsBefore());
			for (Unit unit : this.script.part().units()) {
				lint(unit, statements);
			}
		}
		this.judge.unused(this.all);
	}

	/** The statements of another section are not judged. */
	private static void skip(StatementReader statements, long count) throws IOException {
		long left = count;
		while (left > 0 && next(statements) != null) {
			left--;
		}
	}

	private static @Nullable SqlStatement next(StatementReader statements) throws IOException {
		SqlStatement statement = statements.next();
		if (statement != null && statement.kind() == StatementKind.COPY_FROM_STDIN) {
			statements.copyData().close();
		}
		return statement;
	}

	private void lint(Unit unit, StatementReader statements) throws IOException {
		Deque<Read> ahead = new ArrayDeque<>();
		TransactionState transaction = new TransactionState(false);
		for (long read = 0; read < unit.statements() || !ahead.isEmpty();) {
			while (read < unit.statements() && ahead.size() < AHEAD) {
				SqlStatement statement = next(statements);
				read = (statement != null) ? read + 1 : unit.statements();
				if (statement != null) {
					ahead.add(new Read(statement, DdlStatement.of(statement.text()), allowances(statement)));
				}
			}
			Read current = ahead.poll();
			if (current != null) {
				transaction = judge(current, ahead, unit, transaction);
			}
		}
	}

	private TransactionState judge(Read read, Deque<Read> ahead, Unit unit, TransactionState before) {
		TransactionState transaction = before;
		StatementKind kind = read.statement().kind();
		if (kind == StatementKind.BEGIN) {
			return new TransactionState(true);
		}
		if (kind == StatementKind.COMMIT || kind == StatementKind.ROLLBACK) {
			return new TransactionState(false);
		}
		if (unit.mode() == Unit.Mode.ALONE) {
			transaction = new TransactionState(false);
		}
		List<DdlStatement> following = new ArrayList<>();
		ahead.forEach((next) -> following.add(next.ddl()));
		StatementSite site = new StatementSite(read.ddl(), read.statement().text(), this.schema, transaction, following,
				this.circumstances);
		this.judge.judge(site, read.statement(), read.allowances(), this.inFile);
		transaction.add(read.ddl(), read.statement().position().line(), this.schema);
		this.schema.apply(read.ddl());
		return transaction;
	}

	/** The directives that stand above a statement. */
	private List<Allowance> allowances(SqlStatement statement) {
		List<Allowance> found = new ArrayList<>();
		while (!this.above.isEmpty() && this.above.element().position().offset() < statement.position().offset()) {
			found.add(this.above.remove());
		}
		return found;
	}

	@Override
	public void token(TokenType type, char[] buffer, int start, int end, Supplier<SourcePosition> position) {
		if (type != TokenType.LINE_COMMENT || (this.reader != null && this.reader.isInBody())) {
			return;
		}
		Directive directive = Directive.of(new String(buffer, start, end - start), position.get());
		Allowance allowance = (directive != null && directive.key().startsWith(Allowance.STATEMENT))
				? Allowance.of(directive) : null;
		if (directive == null || allowance == null) {
			return;
		}
		this.all.add(allowance);
		if (directive.key().equals(Allowance.FILE)) {
			this.inFile.add(allowance);
		}
		else {
			this.above.add(allowance);
		}
	}

	/**
	 * A statement that was read and not judged yet.
	 *
	 * @param statement the statement
	 * @param ddl what it does
	 * @param allowances the directives above it
	 */
	private record Read(SqlStatement statement, DdlStatement ddl, List<Allowance> allowances) {

	}

}
