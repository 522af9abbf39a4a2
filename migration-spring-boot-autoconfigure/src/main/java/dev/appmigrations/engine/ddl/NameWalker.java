package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.ddl.ExpressionWalker.Group;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.TokenType;

/**
 * The operands of an expression that begin with a name: columns, calls, tables, and
 * constants behind the name of their type.
 */
final class NameWalker {

	/** They look like calls and are none. */
	private static final Set<String> CONSTRUCTS = Set.of("coalesce", "exists", "greatest", "grouping", "least",
			"nullif", "row", "values", "json", "json_array", "json_arrayagg", "json_exists", "json_object",
			"json_objectagg", "json_query", "json_scalar", "json_serialize", "json_table", "json_value",
			"xmlattributes", "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi",
			"xmlroot", "xmlserialize", "xmltable");

	/** The last argument of {@code normalize}. */
	private static final Set<String> NORMAL_FORMS = Set.of("nfc", "nfd", "nfkc", "nfkd");

	private final TokenCursor cursor;

	private final ExpressionBuilder builder;

	private final ExpressionWalker walker;

	private final NameParser names;

	NameWalker(TokenCursor cursor, ExpressionBuilder builder, ExpressionWalker walker) {
		this.cursor = cursor;
		this.builder = builder;
		this.walker = walker;
		this.names = new NameParser(cursor);
	}

	/** A word that is no operator, where an operand may begin. */
	void step(String word) {
		boolean call = this.cursor.peek(1).word().equals("(");
		if (call && CONSTRUCTS.contains(word)) {
			construct(word);
		}
		else if (call && word.equals("treat")) {
			this.walker.openCast();
		}
		else if (call && word.equals("extract")) {
			extract();
		}
		else if (isTypeOfConstant(word)) {
			constant();
		}
		else if (NORMAL_FORMS.contains(word) && this.cursor.peek(1).word().equals(")")) {
			this.cursor.next();
			this.walker.complete(true);
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

	private void construct(String word) {
		this.cursor.next();
		this.walker.complete(false);
		switch (word) {
			case "xmlelement", "xmlpi" -> {
				this.walker.open(Group.PARENTHESIS);
				if (this.cursor.accept("name")) {
					this.names.label();
					this.walker.complete(true);
				}
			}
			case "xmlparse" -> {
				this.walker.open(Group.PARENTHESIS);
				acceptKindOfXml();
			}
			case "xmlserialize" -> {
				this.walker.open(Group.CAST);
				acceptKindOfXml();
			}
			default -> {
				if (word.startsWith("json")) {
					this.walker.open(Group.JSON);
				}
			}
		}
	}

	private void acceptKindOfXml() {
		if (!this.cursor.accept("document")) {
			this.cursor.accept("content");
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
			this.walker.openIfCalled();
		}
	}

	/** The table, function or query behind {@code FROM} or {@code JOIN}. */
	void table() {
		this.cursor.accept("only");
		Token token = this.cursor.peek();
		if (token.isName() && !(token.isWord() && Keywords.isReserved(token.word()))) {
			boolean construct = CONSTRUCTS.contains(token.word());
			ObjectName name = chain();
			this.walker.complete(true);
			if (this.cursor.is("(")) {
				if (!construct) {
					this.builder.function(name);
				}
				this.walker.open(Group.PARENTHESIS);
			}
		}
	}

	void name(boolean complete) {
		ObjectName name = chain();
		if (isCommonTable()) {
			this.cursor.skipParenthesis();
			this.walker.complete(true);
			return;
		}
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

	/**
	 * Whether the columns of a query in a {@code WITH} come next: {@code (a, b) AS (…)}.
	 */
	private boolean isCommonTable() {
		if (!this.cursor.is("(")) {
			return false;
		}
		int ahead = 1;
		while (this.cursor.peek(ahead).isName() && this.cursor.peek(ahead + 1).word().equals(",")) {
			ahead += 2;
		}
		return this.cursor.peek(ahead).isName() && this.cursor.peek(ahead + 1).word().equals(")")
				&& this.cursor.peek(ahead + 2).word().equals("as") && opensQuery(ahead + 3);
	}

	private boolean opensQuery(int ahead) {
		return switch (this.cursor.peek(ahead).word()) {
			case "(" -> true;
			case "materialized" -> this.cursor.peek(ahead + 1).word().equals("(");
			case "not" -> this.cursor.peek(ahead + 1).word().equals("materialized");
			default -> false;
		};
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
