package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.QuotedText;
import dev.appmigrations.engine.sql.TokenType;

/**
 * Reads names and string constants.
 */
final class NameParser {

	private final TokenCursor cursor;

	NameParser(TokenCursor cursor) {
		this.cursor = cursor;
	}

	/** The grammar's {@code ColId}: the name of a column, a table or the like. */
	String name() {
		return name(Keywords::isColumnName);
	}

	/** The grammar's {@code ColLabel}: every keyword is allowed. */
	String label() {
		return name((word) -> true);
	}

	/** The grammar's {@code NonReservedWord}: the name of a role or an extension. */
	String nonReservedWord() {
		return name((word) -> !Keywords.isReserved(word));
	}

	/** A role, or one of the keywords that stand for one. */
	String role() {
		for (String keyword : List.of("current_user", "current_role", "session_user")) {
			if (this.cursor.accept(keyword)) {
				return keyword;
			}
		}
		return nonReservedWord();
	}

	/** The grammar's {@code qualified_name} and {@code any_name}. */
	ObjectName qualifiedName() {
		return qualified(name());
	}

	/** The name of a function, or of a type without a syntax of its own. */
	ObjectName functionName() {
		// The first part is a type_function_name only where it is the last one, too
		Token token = this.cursor.peek();
		boolean qualified = this.cursor.peek(1).word().equals(".");
		return (qualified && token.isWord() && Keywords.isColumnOnly(token.word())) ? qualifiedName()
				: qualified(name(Keywords::isTypeOrFunctionName));
	}

	/** The name of a routine that stands without its arguments, too. */
	ObjectName routineName() {
		return qualified(nonReservedWord());
	}

	private ObjectName qualified(String first) {
		if (!this.cursor.is(".")) {
			return new ObjectName(List.of(first));
		}
		List<String> parts = new ArrayList<>();
		parts.add(first);
		while (this.cursor.accept(".")) {
			parts.add(label());
		}
		return new ObjectName(parts);
	}

	/** Names with commas between them. */
	List<ObjectName> qualifiedNames() {
		List<ObjectName> names = new ArrayList<>();
		do {
			names.add(qualifiedName());
		}
		while (this.cursor.accept(","));
		return names;
	}

	/** Names of columns in parentheses. */
	List<String> columns() {
		List<String> columns = new ArrayList<>();
		this.cursor.expect("(");
		do {
			columns.add(name());
		}
		while (this.cursor.accept(","));
		this.cursor.expect(")");
		return columns;
	}

	boolean isString() {
		return this.cursor.peek().isString();
	}

	/** The value of a string constant, with its continuations. */
	String string() {
		Token token = this.cursor.next();
		if (!token.isString()) {
			throw new UnexpectedSyntaxException();
		}
		String text = this.cursor.text(token);
		if (!this.cursor.peek().is(TokenType.STRING_CONTINUATION)) {
			return QuotedText.value(text, escape(text));
		}
		StringBuilder joined = new StringBuilder(text);
		while (this.cursor.peek().is(TokenType.STRING_CONTINUATION)) {
			joined.setLength(joined.length() - 1);
			joined.append(this.cursor.text(this.cursor.next()).substring(1));
		}
		return QuotedText.value(joined.toString(), escape(text));
	}

	private String name(Predicate<String> allowed) {
		Token token = this.cursor.peek();
		if (token.isWord() && allowed.test(token.word())) {
			this.cursor.next();
			return token.word();
		}
		if (token.is(TokenType.QUOTED_IDENTIFIER)) {
			this.cursor.next();
			String text = this.cursor.text(token);
			return QuotedText.identifier(text, escape(text));
		}
		throw new UnexpectedSyntaxException();
	}

	private char escape(String token) {
		if (QuotedText.isUnicode(token) && this.cursor.is("uescape") && this.cursor.peek(1).isString()) {
			this.cursor.next();
			String text = QuotedText.string(this.cursor.text(this.cursor.next()));
			return (text != null && !text.isEmpty()) ? text.charAt(0) : QuotedText.DEFAULT_ESCAPE;
		}
		return QuotedText.DEFAULT_ESCAPE;
	}

}
