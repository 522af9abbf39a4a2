package dev.appmigrations.engine.safety;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.appmigrations.engine.ddl.AlterEnum;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.Dml;
import dev.appmigrations.engine.safety.ReadScript.Statement;
import dev.appmigrations.engine.sql.Directive;
import dev.appmigrations.engine.sql.RangeTokens;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.engine.sql.TokenListener;
import dev.appmigrations.engine.sql.TokenType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the statements of a script that rules may have something to say about, with the
 * directives above them. Rows that stand in the script are left out, however many there
 * are: each statement that begins like the one before is not even taken apart.
 */
final class ScriptStatementReader implements TokenListener {

	private static final String VALUES = "values";

	private final Consumer<Statement> statements;

	private final Consumer<Allowance> everyAllowance;

	private final Consumer<Allowance> allowancesInFile;

	/** Whether the statements have the range of a batch. */
	private final boolean batches;

	/** Those that no statement has followed yet. */
	private final Deque<Allowance> above = new ArrayDeque<>();

	private @Nullable StatementReader reader;

	/** How the last insertion of rows began, up to its rows. */
	private @Nullable String insertion;

	/** The number of the first statement that matters. */
	private long first;

	/** The number of the last statement that matters. */
	private long last;

	/** Those behind it, which belong to the next section if there is one. */
	private final List<Allowance> behind = new ArrayList<>();

	/** The number of the last statement that was read. */
	private long number;

	/** Whether a label was added to an enum, so that rows may use it too early. */
	private boolean labelAdded;

	ScriptStatementReader(Consumer<Statement> statements, Consumer<Allowance> everyAllowance,
			Consumer<Allowance> allowancesInFile, boolean batches) {
		this.statements = statements;
		this.everyAllowance = everyAllowance;
		this.allowancesInFile = allowancesInFile;
		this.batches = batches;
	}

	/**
	 * Reads a script.
	 * @param text its text
	 * @param first the number of the first statement that matters
	 * @param last that of the last one
	 * @throws IOException if it cannot be read
	 */
	void read(Reader text, long first, long last) throws IOException {
		this.first = first;
		this.last = last;
		this.number = 0;
		try (StatementReader statements = StatementReader.beginnings(text, this, DdlStatement.LONGEST_TEXT)) {
			this.reader = statements;
			SqlStatement statement = statements.next();
			for (; statement != null && this.number < last; statement = statements.next()) {
				this.number++;
				if (statement.kind() == StatementKind.COPY_FROM_STDIN) {
					statements.copyData().close();
				}
				List<Allowance> allowances = allowances(statement);
				if (this.number >= first && !beginsLikeTheLast(statement.text())) {
					take(this.number, statement,
							(this.batches) ? DdlStatement.of(RangeTokens.withParameters(statement.text()))
									: DdlStatement.of(statements, statement),
							allowances);
				}
			}
			if (statement == null) {
				this.behind.forEach(this.everyAllowance);
			}
		}
	}

	private boolean beginsLikeTheLast(String text) {
		return this.insertion != null && !this.labelAdded && text.startsWith(this.insertion);
	}

	private void take(long number, SqlStatement statement, DdlStatement ddl, List<Allowance> allowances) {
		this.labelAdded |= ddl instanceof AlterEnum;
		if (ddl instanceof Dml dml && dml.kind() == Dml.Kind.INSERT && !dml.query()) {
			this.insertion = beginning(statement.text());
		}
		this.statements.accept(new Statement(number, statement, ddl, allowances));
	}

	private static @Nullable String beginning(String text) {
		String head = text.substring(0, Math.min(text.length(), 4096));
		int values = head.toLowerCase(Locale.ROOT).indexOf(VALUES);
		return (values > 0) ? head.substring(0, values + VALUES.length()) : null;
	}

	/** The directives that stand above a statement. */
	private List<Allowance> allowances(SqlStatement statement) {
		if (this.above.isEmpty()) {
			return List.of();
		}
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
		Allowance allowance = (directive != null) ? Allowance.of(directive) : null;
		if (directive == null || allowance == null) {
			return;
		}
		if (this.number >= this.last) {
			this.behind.add(allowance);
		}
		else if (this.number + 1 >= this.first) {
			this.everyAllowance.accept(allowance);
		}
		if (directive.key().equals(Allowance.FILE)) {
			this.allowancesInFile.accept(allowance);
		}
		else {
			this.above.add(allowance);
		}
	}

}
