package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Reads {@code SET} and {@code RESET}.
 */
final class SetParser {

	private final TokenCursor cursor;

	private final NameParser names;

	SetParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	/** What follows {@code SET}. */
	DdlStatement set() {
		boolean local = !isVariable() && this.cursor.accept("local");
		if (!local && !isVariable() && !this.cursor.is("session", "authorization")) {
			this.cursor.accept("session");
		}
		if (!isVariable() && isOfTransaction()) {
			throw new UnexpectedSyntaxException();
		}
		String variable = ofOwnSyntax();
		if (variable == null) {
			variable = variable();
			if (!this.cursor.accept("=")) {
				this.cursor.expect("to");
			}
		}
		else if (this.cursor.isAtEnd() && variable.equals("client_encoding")) {
			return new SetVariable(variable, local, List.of());
		}
		return new SetVariable(variable, local, values());
	}

	private boolean isOfTransaction() {
		return this.cursor.is("transaction") || this.cursor.is("characteristics") || this.cursor.is("constraints");
	}

	/** Whether a word is the name of a variable, whatever it means elsewhere. */
	private boolean isVariable() {
		return switch (this.cursor.peek(1).word()) {
			case "=", "to", "." -> true;
			default -> false;
		};
	}

	/** What follows {@code RESET}. */
	DdlStatement reset() {
		if (this.cursor.is("transaction")) {
			throw new UnexpectedSyntaxException();
		}
		String variable = ofOwnSyntax();
		if (variable == null) {
			variable = (this.cursor.accept("all")) ? "all" : variable();
		}
		this.cursor.expectEnd();
		return new SetVariable(variable, false, List.of());
	}

	/** Settings that are not written like the others, by the names that they have. */
	private @Nullable String ofOwnSyntax() {
		if (this.cursor.accept("time", "zone")) {
			return "timezone";
		}
		if (this.cursor.accept("session", "authorization")) {
			return "session_authorization";
		}
		if (this.cursor.accept("xml", "option")) {
			return "xmloption";
		}
		if (isVariable()) {
			return null;
		}
		if (this.cursor.accept("schema")) {
			return "search_path";
		}
		if (this.cursor.accept("names")) {
			return "client_encoding";
		}
		return (this.cursor.accept("role")) ? "role" : null;
	}

	private String variable() {
		StringBuilder name = new StringBuilder(this.names.name());
		while (this.cursor.accept(".")) {
			name.append('.').append(this.names.name());
		}
		return name.toString().toLowerCase(Locale.ROOT);
	}

	private List<String> values() {
		List<String> values = new ArrayList<>();
		if (this.cursor.accept("default")) {
			this.cursor.expectEnd();
			return values;
		}
		do {
			values.add(value());
		}
		while (this.cursor.accept(","));
		this.cursor.expectEnd();
		return values;
	}

	private String value() {
		if (this.names.isString()) {
			return this.names.string();
		}
		Token token = this.cursor.peek();
		if (token.isName()) {
			return name();
		}
		String sign = (this.cursor.is("-") || this.cursor.is("+")) ? this.cursor.next().word() : "";
		Token number = this.cursor.next();
		if (number.type() == null) {
			throw new UnexpectedSyntaxException();
		}
		return sign + this.cursor.text(number);
	}

	/** A word, or {@code INTERVAL '…'} of a time zone. */
	private String name() {
		String name = this.names.label();
		if (!name.equals("interval") || !(this.names.isString() || this.cursor.is("("))) {
			return name;
		}
		this.cursor.acceptParenthesis();
		String value = this.names.string();
		new TypeParser(this.cursor).intervalFields();
		this.cursor.acceptParenthesis();
		return value;
	}

}
