package dev.appmigrations.engine.sql;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds what a statement leaves to the search path: a function, an operator, a type or a
 * relation without its schema, and grammar that looks for an operator in disguise.
 */
public final class ExplicitSql {

	/**
	 * What the grammar itself resolves, or what is no function although it is followed by
	 * a parenthesis.
	 */
	private static final Set<String> BEFORE_PARENTHESIS = Set.of("select", "and", "or", "not", "exists", "any", "all",
			"some", "as", "values", "from", "where", "on", "coalesce", "greatest", "least", "case", "when", "then",
			"else", "extract", "over", "filter", "operator", "returning", "conflict", "key", "unique", "numeric", "bit",
			"union", "by", "limit", "materialized", "array", "lateral", "if", "perform", "set", "default", "check",
			"references", "with", "distinct", "begin", "using", "join", "into", "grouping", "elsif", "while", "return");

	/** They go by an operator of the search path. */
	private static final Set<String> DISGUISED = Set.of("in", "between", "like", "ilike", "similar", "nullif",
			"natural", "overlaps", "row", "isnull", "notnull");

	/**
	 * Types that the grammar resolves, see PostgreSQL: src/backend/parser/gram.y,
	 * SimpleTypename.
	 */
	private static final Set<String> GRAMMAR_TYPES = Set.of("int", "integer", "smallint", "bigint", "real", "float",
			"double", "decimal", "dec", "numeric", "boolean", "bit", "char", "character", "varchar", "nchar",
			"national", "timestamp", "time", "interval", "serial", "bigserial", "smallserial");

	private static final Set<String> OTHER_TYPES = Set.of("text", "name", "oid", "regclass", "date", "uuid", "json",
			"jsonb", "timestamptz", "timetz", "bool", "int2", "int4", "int8", "float4", "float8", "bytea", "xid",
			"inet");

	private static final Set<String> BEFORE_RELATION = Set.of("from", "join", "into", "update", "table");

	/**
	 * Beside that of the server, those of tests which stand in for another server or for
	 * an extension.
	 */
	private static final Set<String> SCHEMAS = Set.of("pg_catalog", "imitation", "ext");

	private static final Set<String> CHECKED = Set.of("select", "with", "insert", "update", "delete", "create", "alter",
			"lock", "do", "drop", "merge", "truncate", "copy", "call", "prepare");

	private static final String AROUND_SCRIPT = "/* around text of a script */";

	private final List<Token> tokens;

	private final List<String> found = new ArrayList<>();

	private final Set<String> local = new HashSet<>();

	private ExplicitSql(List<Token> tokens) {
		this.tokens = tokens;
	}

	/**
	 * Checks a statement.
	 * @param statement its text
	 * @return what it leaves to the search path, a line each; empty if all is well
	 */
	public static List<String> violations(String statement) {
		ExplicitSql sql = new ExplicitSql(tokens(statement));
		if (!sql.tokens.isEmpty() && CHECKED.contains(sql.word(0))) {
			sql.check();
		}
		return sql.found;
	}

	/**
	 * Finds the statements of ours in a message: those that end in a blank and a
	 * semicolon. Those of a script end in a line break and a semicolon, or with the
	 * message. What cannot be read is a script's: it may have set
	 * {@code standard_conforming_strings}, which our own constants do not depend on. A
	 * query of ours around text of a script says so in a comment.
	 * @param message what the server logged
	 * @return the texts of our statements
	 */
	public static List<String> own(String message) {
		List<String> own = new ArrayList<>();
		int start = 0;
		int depth = 0;
		for (Token token : readable(message)) {
			switch (token.type()) {
				case LEFT_PARENTHESIS -> depth++;
				case RIGHT_PARENTHESIS -> depth--;
				case SEMICOLON -> {
					if (depth == 0) {
						String statement = message.substring(start, token.start());
						if (statement.endsWith(" ") && !statement.stripLeading().startsWith(AROUND_SCRIPT)) {
							own.add(statement.substring(0, statement.length() - 1));
						}
						start = token.start() + 1;
					}
				}
				default -> {
				}
			}
		}
		return own;
	}

	private static List<Token> readable(String message) {
		try {
			return tokens(message);
		}
		catch (SqlSyntaxException ex) {
			return List.of();
		}
	}

	private static List<Token> tokens(String text) {
		List<Token> tokens = new ArrayList<>();
		SqlTokenizer tokenizer = SqlTokenizer.of(new StringReader(text));
		CharWindow window = tokenizer.window();
		try {
			int from = 0;
			for (TokenType type = tokenizer.next(); type != null; type = tokenizer.next()) {
				String token = new String(window.buffer, window.start, window.position - window.start);
				int start = text.indexOf(token, from);
				from = start + token.length();
				if (!type.isIgnored()) {
					tokens.add(new Token(type, token, start));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return tokens;
	}

	private void check() {
		collectLocalNames();
		boolean assigning = false;
		int assigningDepth = 0;
		int depth = 0;
		List<Boolean> lists = new ArrayList<>(List.of(false));
		for (int i = 0; i < this.tokens.size(); i++) {
			Token token = this.tokens.get(i);
			String word = word(i);
			switch (token.type()) {
				case LEFT_PARENTHESIS -> {
					call(i);
					depth++;
					lists.add(false);
				}
				case RIGHT_PARENTHESIS -> {
					depth--;
					lists.remove(lists.size() - 1);
				}
				case OPERATOR -> {
					if (!(token.text().equals("=") && assigning && depth == assigningDepth)) {
						operator(i);
					}
				}
				case SYMBOL -> {
					if (token.text().equals("::")) {
						type(i + 1);
					}
					else if (token.text().equals(",") && lists.get(lists.size() - 1)) {
						relation(i + 1);
					}
				}
				case STRING, DOLLAR_STRING -> body(i);
				case IDENTIFIER -> {
					if (word.equals("set") || (word.equals("using") && word(i + 1).equals("message"))) {
						assigning = true;
						assigningDepth = depth;
					}
					else if (Set.of("where", "from", "returning").contains(word) || word.equals("select")) {
						assigning = assigning && depth > assigningDepth;
					}
					keyword(i, word);
					if (word.equals("from") && !insideExtract(i)) {
						lists.set(lists.size() - 1, true);
					}
					else if (Set.of("where", "group", "order", "limit", "union", "on", "select", "returning")
						.contains(word)) {
						lists.set(lists.size() - 1, false);
					}
				}
				default -> {
				}
			}
		}
	}

	/** Names of WITH queries, and variables of PL/pgSQL. */
	private void collectLocalNames() {
		for (int i = 0; i + 1 < this.tokens.size(); i++) {
			if (word(i + 1).equals("as") || word(i + 1).equals("(")) {
				int as = (word(i + 1).equals("(")) ? closing(i + 1) + 1 : i + 1;
				boolean materialized = word(as + 1).equals("materialized");
				if (word(as).equals("as") && word((materialized) ? as + 2 : as + 1).equals("(")) {
					this.local.add(word(i));
				}
			}
			if (word(i).equals("declare") || (word(i).equals(";") && word(0).equals("declare"))) {
				this.local.add(word(i + 1));
			}
		}
	}

	private void keyword(int i, String word) {
		if (word(i - 1).equals(".") || word(i + 1).equals(".")) {
			return;
		}
		boolean disguised = DISGUISED.contains(word)
				&& (!Set.of("in", "row").contains(word) || word(i + 1).equals("("));
		if (disguised || (word.equals("distinct") && word(i + 1).equals("from"))
				|| (word.equals("case") && !word(i + 1).equals("when"))) {
			report(i, "an operator in disguise");
		}
		if (word.equals("using") && word(i + 1).equals("(")) {
			report(i, "an operator in disguise");
		}
		if (BEFORE_RELATION.contains(word) && !word(i - 1).equals("for") && !word(i - 1).equals("distinct")
				&& !(word.equals("update") && word(i - 1).equals("do")) && !insideExtract(i)) {
			relation(i + 1);
		}
		if (OTHER_TYPES.contains(word) && type(this.tokens, i + 1) == TokenType.STRING) {
			report(i, "a type");
		}
		if (word.equals("cast") && word(i + 1).equals("(")) {
			int end = closing(i + 1);
			for (int k = i + 2; k < end; k++) {
				if (word(k).equals("as")) {
					type(k + 1);
				}
			}
		}
		if (word.equals("column") || word.equals("table")) {
			column(i);
		}
	}

	/** Types of columns in ADD COLUMN and CREATE TABLE. */
	private void column(int i) {
		int next = skip(i + 1, "if", "not", "exists");
		if (word(i).equals("column")) {
			type(next + 1);
			return;
		}
		int open = next;
		while (open < this.tokens.size() && !word(open).equals("(")) {
			open++;
		}
		if (!word(0).equals("create") || open >= this.tokens.size()) {
			return;
		}
		int depth = 0;
		for (int k = open; k < this.tokens.size(); k++) {
			depth += (word(k).equals("(")) ? 1 : (word(k).equals(")")) ? -1 : 0;
			boolean starts = depth == 1 && (word(k).equals("(") || word(k).equals(","));
			if (starts
					&& !Set.of("primary", "unique", "constraint", "check", "foreign", "like").contains(word(k + 1))) {
				type(k + 2);
			}
		}
	}

	private void relation(int at) {
		int i = skip(at, "if", "not", "exists", "only", "lateral", "concurrently", "table");
		String word = word(i);
		TokenType type = type(this.tokens, i);
		boolean named = type == TokenType.IDENTIFIER || type == TokenType.QUOTED_IDENTIFIER;
		// The first reading of our own table, whose name we always quote, is left to the
		// path.
		if (named && !word(i + 1).equals(".") && !word(i + 1).equals("(") && type != TokenType.QUOTED_IDENTIFIER
				&& !this.local.contains(word)) {
			report(i, "a relation");
		}
		if (named && word(i + 1).equals(".") && word.startsWith("pg_") && !word.equals("pg_catalog")) {
			report(i, "a relation");
		}
	}

	private void type(int i) {
		boolean qualified = SCHEMAS.contains(word(i)) && word(i + 1).equals(".");
		if (!qualified && !GRAMMAR_TYPES.contains(word(i))) {
			report(i, "a type");
		}
	}

	private void operator(int i) {
		String text = this.tokens.get(i).text();
		if (word(i - 1).equals(".") && SCHEMAS.contains(word(i - 2)) && word(i - 3).equals("(")
				&& word(i - 4).equals("operator")) {
			return;
		}
		// What a proof has found left behind is dropped with its schema.
		if (word(0).equals("drop") && word(i - 1).equals(".")) {
			return;
		}
		boolean star = text.equals("*")
				&& (Set.of("select", "(", ",", ".", "returning", "distinct").contains(word(i - 1)));
		boolean sign = (text.equals("-") || text.equals("+")) && type(this.tokens, i + 1) == TokenType.NUMBER
				&& (Set.of("(", ",").contains(word(i - 1)) || word(i - 3).equals(".")) && !word(i + 2).equals("::");
		if (!star && !sign) {
			report(i, "an operator");
		}
	}

	private void call(int i) {
		TokenType before = type(this.tokens, i - 1);
		if (before != TokenType.IDENTIFIER && before != TokenType.QUOTED_IDENTIFIER) {
			return;
		}
		String word = word(i - 1);
		if (word(i - 2).equals(".")) {
			boolean relation = type(this.tokens, i - 3) == TokenType.QUOTED_IDENTIFIER;
			if (!word(0).equals("drop") && !SCHEMAS.contains(word(i - 3)) && !relation) {
				report(i - 1, "a function");
			}
			return;
		}
		// The columns of an alias or of a query in WITH.
		boolean columns = word(i - 2).equals(")") || word(i - 2).equals("as") || word(closing(i) + 1).equals("as");
		boolean own = before == TokenType.QUOTED_IDENTIFIER && Set.of("into", "exists").contains(word(i - 2));
		if (!BEFORE_PARENTHESIS.contains(word) && !DISGUISED.contains(word) && !columns && !own
				&& !word.equals("cast")) {
			report(i - 1, "a function");
		}
	}

	/** The body of DO. */
	private void body(int i) {
		if (word(0).equals("do") && i == 1) {
			String text = QuotedText.string(this.tokens.get(i).text());
			if (text != null) {
				ExplicitSql body = new ExplicitSql(tokens(text));
				body.check();
				this.found.addAll(body.found);
			}
		}
	}

	private boolean insideExtract(int i) {
		int depth = 0;
		for (int k = i - 1; k > 0; k--) {
			depth += (word(k).equals(")")) ? 1 : (word(k).equals("(")) ? -1 : 0;
			if (depth < 0) {
				return word(k - 1).equals("extract");
			}
		}
		return false;
	}

	private int closing(int open) {
		int depth = 0;
		for (int k = open; k < this.tokens.size(); k++) {
			depth += (word(k).equals("(")) ? 1 : (word(k).equals(")")) ? -1 : 0;
			if (depth == 0) {
				return k;
			}
		}
		return this.tokens.size();
	}

	private int skip(int at, String... words) {
		int i = at;
		while (Set.of(words).contains(word(i))) {
			i++;
		}
		return i;
	}

	private String word(int i) {
		return (i < 0 || i >= this.tokens.size()) ? "" : this.tokens.get(i).text().toLowerCase(Locale.ROOT);
	}

	private static @Nullable TokenType type(List<Token> tokens, int i) {
		return (i < 0 || i >= tokens.size()) ? null : tokens.get(i).type();
	}

	private void report(int i, String what) {
		StringBuilder context = new StringBuilder();
		for (int k = Math.max(i - 4, 0); k < Math.min(i + 4, this.tokens.size()); k++) {
			context.append(' ').append(this.tokens.get(k).text());
		}
		this.found.add(what + " without its schema: " + word(i) + " in" + context);
	}

	private record Token(TokenType type, String text, int start) {

	}

}
