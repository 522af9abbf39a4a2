package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.ddl.ExpressionWalker.Group;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.TokenType;

/**
 * The words of an expression: names, calls, and the keywords between them.
 */
final class WordWalker {

	/** Functions of the grammar that need no parentheses. */
	private static final Set<String> VALUE_FUNCTIONS = Set.of("current_catalog", "current_date", "current_role",
			"current_schema", "current_time", "current_timestamp", "current_user", "localtime", "localtimestamp",
			"session_user", "system_user", "user");

	/** They look like calls and are none. */
	private static final Set<String> CONSTRUCTS = Set.of("coalesce", "exists", "greatest", "grouping", "least",
			"nullif", "row", "values", "json", "json_array", "json_arrayagg", "json_exists", "json_object",
			"json_objectagg", "json_query", "json_scalar", "json_serialize", "json_table", "json_value",
			"xmlattributes", "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi",
			"xmlroot", "xmlserialize", "xmltable");

	/** Operators in words behind which an operand stands. */
	private static final Set<String> OPERATORS = Set.of("between", "ilike", "like", "overlaps", "similar", "is");

	private final TokenCursor cursor;

	private final ExpressionBuilder builder;

	private final ExpressionWalker walker;

	private final NameParser names;

	WordWalker(TokenCursor cursor, ExpressionBuilder builder, ExpressionWalker walker) {
		this.cursor = cursor;
		this.builder = builder;
		this.walker = walker;
		this.names = new NameParser(cursor);
	}

	void step(Token token, boolean complete) {
		String word = token.word();
		if (!token.isWord()) {
			name(complete);
		}
		else if (VALUE_FUNCTIONS.contains(word)) {
			valueFunction(word);
		}
		else if (Keywords.isReserved(word)) {
			reserved(word);
		}
		else if (this.cursor.is("operator", "(")) {
			this.cursor.next();
			this.cursor.skipParenthesis();
			this.walker.complete(false);
		}
		else if (OPERATORS.contains(word)) {
			wordOperator(word);
		}
		else if (complete) {
			postfix(word);
		}
		else if (Keywords.isTypeOrFunctionOnly(word) && !this.cursor.peek(1).word().equals("(")) {
			keyword();
		}
		else {
			prefixOrName(word);
		}
	}

	private void valueFunction(String word) {
		this.builder.function(ObjectName.of(word));
		this.cursor.next();
		this.walker.complete(true);
		openIfCalled();
	}

	private void openIfCalled() {
		if (this.cursor.is("(")) {
			this.walker.open(Group.PARENTHESIS);
		}
	}

	private void reserved(String word) {
		switch (word) {
			case "null", "true", "false", "default" -> {
				this.cursor.next();
				this.walker.complete(true);
			}
			case "case" -> this.walker.open(Group.CASE);
			case "end" -> this.walker.endCase();
			case "cast" -> cast();
			case "as" -> as();
			case "collate" -> {
				this.cursor.next();
				this.names.qualifiedName();
				this.walker.complete(true);
			}
			case "select" -> {
				this.walker.startQuery();
				keyword();
			}
			case "from" -> {
				keyword();
				if (this.walker.isInQuery()) {
					table();
				}
			}
			case "order", "group" -> {
				keyword();
				this.cursor.accept("by");
			}
			case "with" -> {
				keyword();
				this.cursor.accept("recursive");
			}
			default -> keyword();
		}
	}

	/** A word that stands between operands, or in front of one. */
	private void keyword() {
		this.cursor.next();
		this.walker.complete(false);
	}

	private void cast() {
		this.cursor.next();
		if (!this.cursor.is("(")) {
			throw new UnexpectedSyntaxException();
		}
		this.walker.open(Group.CAST);
	}

	private void as() {
		this.cursor.next();
		if (this.walker.isIn(Group.CAST)) {
			new TypeParser(this.cursor).parse();
		}
		else if (this.cursor.peek().isName()) {
			this.cursor.next();
		}
		this.walker.complete(true);
	}

	private void wordOperator(String word) {
		keyword();
		if (word.equals("similar")) {
			this.cursor.accept("to");
		}
		if (word.equals("is")) {
			this.cursor.accept("not");
			if (!this.cursor.accept("distinct", "from")) {
				this.cursor.next();
				this.walker.complete(true);
			}
		}
	}

	/** A word behind an operand that is no operator. */
	private void postfix(String word) {
		switch (word) {
			case "at" -> {
				boolean zone = this.cursor.accept("at", "time", "zone");
				if (!zone && !this.cursor.accept("at", "local")) {
					this.cursor.next();
				}
				this.walker.complete(!zone);
			}
			case "escape" -> keyword();
			case "join" -> {
				keyword();
				table();
			}
			case "filter", "over", "within" -> {
				this.cursor.next();
				this.cursor.accept("group");
				if (this.cursor.is("(")) {
					this.walker.open(Group.PARENTHESIS);
				}
				else if (this.cursor.peek().isName()) {
					this.cursor.next();
				}
			}
			default -> this.cursor.next();
		}
	}

	private void prefixOrName(String word) {
		boolean call = this.cursor.peek(1).word().equals("(");
		if (call && CONSTRUCTS.contains(word)) {
			keyword();
		}
		else if (call && word.equals("treat")) {
			cast();
		}
		else if (call && word.equals("extract")) {
			extract();
		}
		else if (isTypeOfConstant(word)) {
			constant();
		}
		else if (this.cursor.accept("partition", "by")) {
			this.walker.complete(false);
		}
		else if (this.cursor.is("unbounded", "preceding") || this.cursor.is("unbounded", "following")
				|| this.cursor.is("current", "row")) {
			this.cursor.next();
			this.cursor.next();
			this.walker.complete(true);
		}
		else {
			name(false);
		}
	}

	private void extract() {
		this.builder.function(ObjectName.of("extract"));
		this.cursor.next();
		this.walker.open(Group.PARENTHESIS);
		if (this.cursor.peek().isName()) {
			this.cursor.next();
			this.walker.complete(true);
		}
	}

	/** Whether the word begins a type in front of a string constant. */
	private boolean isTypeOfConstant(String word) {
		Token following = this.cursor.peek(1);
		if (word.equals("double")) {
			return following.word().equals("precision");
		}
		return TypeParser.hasOwnSyntax(word) && (following.is(TokenType.STRING) || switch (following.word()) {
			case "(" -> true;
			case "with", "without" -> word.startsWith("time");
			case "varying" -> word.equals("bit") || word.startsWith("char") || word.equals("nchar");
			case "character", "char" -> word.equals("national");
			default -> false;
		});
	}

	private void constant() {
		TypeParser types = new TypeParser(this.cursor);
		types.parse();
		this.names.string();
		boolean fields = !types.intervalFields().isEmpty();
		this.walker.complete(true);
		if (fields) {
			openIfCalled();
		}
	}

	/** The table, function or query behind {@code FROM} or {@code JOIN}. */
	private void table() {
		this.cursor.accept("only");
		Token token = this.cursor.peek();
		if (token.isName() && !(token.isWord() && Keywords.isReserved(token.word()))) {
			ObjectName name = chain();
			this.walker.complete(true);
			if (this.cursor.is("(")) {
				this.builder.function(name);
				this.walker.open(Group.PARENTHESIS);
			}
		}
	}

	private void name(boolean complete) {
		ObjectName name = chain();
		if (this.cursor.is("(")) {
			this.builder.function(name);
			this.walker.open(Group.PARENTHESIS);
			return;
		}
		if (this.cursor.peek().isString()) {
			this.names.string();
		}
		else if (!complete) {
			this.builder.column(name);
		}
		this.walker.complete(true);
	}

	/** Names with dots between them, up to a {@code .*}. */
	private ObjectName chain() {
		List<String> parts = new ArrayList<>();
		parts.add(this.names.label());
		while (this.cursor.is(".") && this.cursor.peek(1).isName()) {
			this.cursor.next();
			parts.add(this.names.label());
		}
		return new ObjectName(parts);
	}

}
