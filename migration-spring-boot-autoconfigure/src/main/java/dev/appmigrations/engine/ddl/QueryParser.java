package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * Reads queries, and the statements that run code which is kept elsewhere.
 */
final class QueryParser {

	private final TokenCursor cursor;

	QueryParser(TokenCursor cursor) {
		this.cursor = cursor;
	}

	/** A query, or {@code SELECT … INTO}, from its first word on. */
	DdlStatement query() {
		String keyword = firstKeyword();
		ExpressionWalker walker = new ExpressionWalker(this.cursor);
		while (!walker.isOutermost() || !this.cursor.isAtEnd()) {
			if (walker.isOutermost() && this.cursor.accept("into")) {
				return selectInto();
			}
			walker.step();
		}
		return new Query(keyword, walker.finishQuery().functions());
	}

	private String firstKeyword() {
		int ahead = 0;
		while (this.cursor.peek(ahead).word().equals("(")) {
			ahead++;
		}
		return this.cursor.peek(ahead).word();
	}

	/** What follows {@code INTO}. */
	private DdlStatement selectInto() {
		boolean qualified = this.cursor.peek(1).word().equals(".");
		Persistence persistence = (qualified) ? Persistence.PERMANENT : CreateTableParser.persistence(this.cursor);
		this.cursor.accept("table");
		ObjectName table = new NameParser(this.cursor).qualifiedName();
		return new CreateTableAs(table, false, persistence, false, true);
	}

	/** {@code CALL}, {@code EXECUTE} or {@code DO}. */
	DdlStatement call() {
		String keyword = this.cursor.next().word();
		if (keyword.equals("execute")) {
			new NameParser(this.cursor).name();
			this.cursor.acceptParenthesis();
			this.cursor.expectEnd();
			return new Query(keyword, List.of());
		}
		if (keyword.equals("do")) {
			if (this.cursor.isAtEnd()) {
				throw new UnexpectedSyntaxException();
			}
			return new Query(keyword, List.of());
		}
		Expression call = new ExpressionReader(this.cursor).expression();
		this.cursor.expectEnd();
		return new Query(keyword, call.functions());
	}

	/** Only with {@code ANALYZE} is the statement executed. */
	DdlStatement explain() {
		this.cursor.expect("explain");
		OptionList options = new OptionList(this.cursor);
		boolean analyze;
		if (this.cursor.is("(") && !isQueryInParentheses()) {
			options.accept();
			analyze = options.isOn("analyze") || options.isOn("analyse");
		}
		else {
			analyze = this.cursor.accept("analyze") || this.cursor.accept("analyse");
			this.cursor.accept("verbose");
		}
		if (this.cursor.isAtEnd() || this.cursor.is("explain")) {
			throw new UnexpectedSyntaxException();
		}
		return (analyze) ? new StatementParser(this.cursor).parse() : new Query("explain", List.of());
	}

	private boolean isQueryInParentheses() {
		return switch (this.cursor.peek(1).word()) {
			case "(", "select", "with", "values", "table" -> true;
			default -> false;
		};
	}

}
