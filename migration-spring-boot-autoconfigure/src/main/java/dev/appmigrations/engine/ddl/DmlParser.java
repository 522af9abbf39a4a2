package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.ddl.Dml.Kind;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the statements that change rows, and no more of them than it takes: of an
 * {@code INSERT} with a million rows the first words.
 */
final class DmlParser {

	/** Queries in {@code WITH} are nested deeper only to exhaust the stack. */
	private static final int DEEPEST = 50;

	private final TokenCursor cursor;

	private final NameParser names;

	DmlParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	boolean isNext() {
		return switch (this.cursor.peek().word()) {
			case "insert", "update", "delete", "merge" -> true;
			default -> false;
		};
	}

	/** {@code INSERT}, {@code UPDATE}, {@code DELETE} or {@code MERGE}. */
	Dml parse() {
		int start = this.cursor.start();
		int depth = this.cursor.depth();
		return switch (this.cursor.next().word()) {
			case "insert" -> {
				this.cursor.expect("into");
				ObjectName target = this.names.qualifiedName();
				yield dml(Kind.INSERT, target, false, insertsQuery(), start);
			}
			case "update" -> {
				ObjectName target = Relation.parse(this.cursor).name();
				alias("set");
				this.cursor.expect("set");
				yield dml(Kind.UPDATE, target, where(depth), false, start);
			}
			case "delete" -> {
				this.cursor.expect("from");
				ObjectName target = Relation.parse(this.cursor).name();
				alias("");
				yield dml(Kind.DELETE, target, where(depth), false, start);
			}
			case "merge" -> {
				this.cursor.expect("into");
				ObjectName target = Relation.parse(this.cursor).name();
				alias("using");
				this.cursor.expect("using");
				yield dml(Kind.MERGE, target, true, true, start);
			}
			default -> throw new UnexpectedSyntaxException();
		};
	}

	private Dml dml(Kind kind, ObjectName target, boolean where, boolean query, int start) {
		return new Dml(kind, target, where, query, new TextRange(start, this.cursor.statement().length()));
	}

	private void alias(String following) {
		Token token = this.cursor.peek();
		boolean alias = token.isName() && !token.word().equals(following)
				&& (!token.isWord() || Keywords.isColumnName(token.word()));
		if (this.cursor.accept("as") || alias) {
			this.names.name();
		}
	}

	/** Whether neither {@code VALUES} nor {@code DEFAULT VALUES} follow the columns. */
	private boolean insertsQuery() {
		if (this.cursor.accept("as")) {
			this.names.name();
		}
		if (this.cursor.is("(") && !isQuery(this.cursor.peek(1))) {
			this.cursor.skipParenthesis();
		}
		if (this.cursor.accept("overriding")) {
			this.cursor.next();
			this.cursor.expect("value");
		}
		if (this.cursor.is("values") || this.cursor.is("default", "values")) {
			return false;
		}
		int ahead = 0;
		while (this.cursor.peek(ahead).word().equals("(") && ahead < DEEPEST) {
			ahead++;
		}
		if (!isQuery(this.cursor.peek(ahead))) {
			throw new UnexpectedSyntaxException();
		}
		return !this.cursor.peek(ahead).word().equals("values");
	}

	private static boolean isQuery(Token token) {
		return switch (token.word()) {
			case "select", "with", "values", "table", "(" -> true;
			default -> false;
		};
	}

	/** Whether a {@code WHERE} comes before the end. */
	private boolean where(int depth) {
		while (!this.cursor.isAtEnd() && this.cursor.depth() >= depth) {
			if (this.cursor.depth() == depth && this.cursor.is("where")) {
				return true;
			}
			this.cursor.next();
		}
		return false;
	}

	/** {@code WITH}, behind which a query or a change of rows stands. */
	DdlStatement with() {
		int start = this.cursor.start();
		Dml dml = changeWith();
		return (dml != null) ? dml : new QueryParser(new TokenCursor(this.cursor.statement().substring(start))).query();
	}

	/**
	 * The change of rows in a {@code WITH}: the statement itself, or else the first of
	 * its queries that is one.
	 */
	private @Nullable Dml changeWith() {
		Dml first = null;
		this.cursor.expect("with");
		if (this.cursor.peek(1).isName() && !this.cursor.is("recursive", "as")) {
			this.cursor.accept("recursive");
		}
		do {
			Dml inner = commonTable();
			first = (first != null) ? first : inner;
		}
		while (this.cursor.accept(","));
		return (isNext()) ? parse() : first;
	}

	/** One of the queries of a {@code WITH}. */
	private @Nullable Dml commonTable() {
		this.names.name();
		this.cursor.acceptParenthesis();
		this.cursor.expect("as");
		if (!this.cursor.accept("materialized")) {
			this.cursor.accept("not", "materialized");
		}
		int depth = this.cursor.depth();
		this.cursor.expect("(");
		if (depth > DEEPEST) {
			throw new UnexpectedSyntaxException();
		}
		Dml dml = null;
		if (isNext()) {
			dml = parse();
		}
		else if (this.cursor.is("with")) {
			dml = changeWith();
		}
		while (this.cursor.depth() > depth) {
			if (this.cursor.next().type() == null) {
				throw new UnexpectedSyntaxException();
			}
		}
		if (this.cursor.is("search") || this.cursor.is("cycle")) {
			skipSearchAndCycle();
		}
		return (dml != null) ? within(dml) : null;
	}

	/** It ends where its parenthesis does, at the latest. */
	private Dml within(Dml dml) {
		int start = dml.range().start();
		TextRange range = this.cursor.rangeFrom(start);
		return new Dml(dml.kind(), dml.target(), dml.where(), dml.query(), range);
	}

	private void skipSearchAndCycle() {
		while (!this.cursor.isAtEnd() && !this.cursor.is("(") && !isQuery(this.cursor.peek()) && !isNext()) {
			if (this.cursor.is(",") && this.cursor.peek(2).word().equals("as")) {
				return;
			}
			this.cursor.next();
		}
	}

	/** {@code COPY}: only with {@code FROM} does it change rows. */
	DdlStatement copy() {
		int start = this.cursor.start();
		this.cursor.expect("copy");
		if (this.cursor.accept("(")) {
			Dml dml = (isNext()) ? parse() : (this.cursor.is("with")) ? changeWith() : null;
			return (dml != null) ? dml : new Query("copy", List.of());
		}
		this.cursor.accept("binary");
		ObjectName table = this.names.qualifiedName();
		this.cursor.acceptParenthesis();
		if (this.cursor.accept("to")) {
			return new Query("copy", List.of());
		}
		this.cursor.expect("from");
		return dml(Kind.COPY, table, where(this.cursor.depth()), false, start);
	}

}
