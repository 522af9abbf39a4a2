package dev.appmigrations.engine.ddl;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads options in parentheses with their values: the grammar's
 * {@code utility_option_list}.
 */
final class OptionList {

	private final TokenCursor cursor;

	private final Map<String, String> values = new LinkedHashMap<>();

	OptionList(TokenCursor cursor) {
		this.cursor = cursor;
	}

	/** Moves behind the options if they come next. */
	boolean accept() {
		if (!this.cursor.is("(")) {
			return false;
		}
		NameParser names = new NameParser(this.cursor);
		this.cursor.next();
		do {
			String name = names.label();
			StringBuilder value = new StringBuilder();
			while (!this.cursor.is(",") && !this.cursor.is(")")) {
				value.append(value());
			}
			this.values.put(name, value.toString());
		}
		while (this.cursor.accept(","));
		this.cursor.expect(")");
		return true;
	}

	private String value() {
		Token token = this.cursor.peek();
		if (token.isString()) {
			return new NameParser(this.cursor).string();
		}
		if (token.type() == null || token.word().equals("(")) {
			throw new UnexpectedSyntaxException();
		}
		this.cursor.next();
		return (token.isWord()) ? token.word() : this.cursor.text(token);
	}

	/** Whether an option is there and on; see PostgreSQL: {@code defGetBoolean}. */
	boolean isOn(String name) {
		String value = this.values.get(name);
		return value != null && switch (value) {
			case "0", "off", "false" -> false;
			default -> true;
		};
	}

}
