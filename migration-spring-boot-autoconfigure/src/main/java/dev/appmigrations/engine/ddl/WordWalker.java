package dev.appmigrations.engine.ddl;

import java.util.Set;

import dev.appmigrations.engine.ddl.ExpressionWalker.Group;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * The words of an expression: the keywords between its operands.
 */
final class WordWalker {

	/** Functions of the grammar that need no parentheses. */
	private static final Set<String> VALUE_FUNCTIONS = Set.of("current_catalog", "current_date", "current_role",
			"current_schema", "current_time", "current_timestamp", "current_user", "localtime", "localtimestamp",
			"session_user", "system_user", "user");

	/** Operators in words behind which an operand stands. */
	private static final Set<String> OPERATORS = Set.of("between", "ilike", "like", "overlaps", "similar", "is");

	private final TokenCursor cursor;

	private final ExpressionBuilder builder;

	private final ExpressionWalker walker;

	private final NameParser names;

	private final NameWalker nameWalker;

	WordWalker(TokenCursor cursor, ExpressionBuilder builder, ExpressionWalker walker) {
		this.cursor = cursor;
		this.builder = builder;
		this.walker = walker;
		this.names = new NameParser(cursor);
		this.nameWalker = new NameWalker(cursor, builder, walker);
	}

	/** Whether the word is a call without parentheses. */
	static boolean isValueFunction(String word) {
		return VALUE_FUNCTIONS.contains(word);
	}

	void step(Token token, boolean complete) {
		String word = token.word();
		if (!token.isWord()) {
			this.nameWalker.name(complete);
		}
		else if (VALUE_FUNCTIONS.contains(word) && !complete) {
			valueFunction(word);
		}
		else if (Keywords.isReserved(word)) {
			reserved(word, complete);
		}
		else if (this.cursor.is("operator", "(")) {
			this.cursor.next();
			this.cursor.skipParenthesis();
			this.walker.complete(false);
		}
		else if (OPERATORS.contains(word) && complete) {
			wordOperator(word);
		}
		else if (complete) {
			postfix(word);
		}
		else if (Keywords.isTypeOrFunctionOnly(word) && !this.cursor.peek(1).word().equals("(")) {
			keyword();
		}
		else {
			this.nameWalker.step(word);
		}
	}

	private void valueFunction(String word) {
		this.builder.function(ObjectName.of(word));
		this.cursor.next();
		this.walker.complete(true);
		this.walker.openIfCalled();
	}

	private void reserved(String word, boolean complete) {
		switch (word) {
			case "null", "true", "false" -> {
				this.cursor.next();
				this.walker.complete(true);
			}
			case "default" -> {
				this.cursor.next();
				this.walker.complete(this.walker.isOperandEnd());
			}
			case "case" -> this.walker.open(Group.CASE);
			case "end" -> {
				if (this.walker.isIn(Group.CASE)) {
					this.walker.endCase();
				}
				else {
					keyword();
				}
			}
			case "cast" -> this.walker.openCast();
			case "as" -> as();
			case "not" -> {
				keyword();
				String following = this.cursor.peek().word();
				if (complete && OPERATORS.contains(following)) {
					wordOperator(following);
				}
			}
			case "returning" -> {
				keyword();
				if (this.walker.isIn(Group.JSON)) {
					new TypeParser(this.cursor).parse();
					this.walker.complete(true);
				}
			}
			case "on" -> {
				keyword();
				if (this.walker.isIn(Group.JSON)) {
					this.cursor.next();
					this.walker.complete(true);
				}
			}
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
					this.nameWalker.table();
				}
			}
			case "order", "group" -> {
				keyword();
				this.cursor.accept("by");
				if (this.cursor.is("rollup", "(") || this.cursor.is("cube", "(")) {
					keyword();
				}
			}
			case "with" -> {
				keyword();
				if (this.cursor.peek(1).isName() && !this.cursor.is("recursive", "as")) {
					this.cursor.accept("recursive");
				}
			}
			case "distinct" -> {
				keyword();
				if (this.cursor.accept("on") && this.cursor.is("(")) {
					this.walker.open(Group.DISTINCT);
				}
			}
			default -> keyword();
		}
	}

	/** A word that stands between operands, or in front of one. */
	private void keyword() {
		this.cursor.next();
		this.walker.complete(false);
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
			case "escape", "passing" -> keyword();
			case "join" -> {
				keyword();
				this.nameWalker.table();
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

}
