package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the names of options in parentheses: the grammar's {@code reloptions} and
 * {@code alter_generic_options}.
 */
final class OptionNames {

	private final TokenCursor cursor;

	private final NameParser names;

	OptionNames(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	List<String> parse() {
		List<String> options = new ArrayList<>();
		this.cursor.expect("(");
		do {
			options.add(option());
		}
		while (this.cursor.accept(","));
		this.cursor.expect(")");
		return options;
	}

	private String option() {
		Token following = this.cursor.peek(1);
		if (following.isName() && (this.cursor.is("add") || this.cursor.is("set") || this.cursor.is("drop"))) {
			this.cursor.next();
		}
		StringBuilder name = new StringBuilder(this.names.label());
		while (this.cursor.accept(".")) {
			name.append('.').append(this.names.label());
		}
		int depth = this.cursor.depth();
		while (this.cursor.depth() > depth || !(this.cursor.is(",") || this.cursor.is(")"))) {
			if (this.cursor.next().type() == null) {
				throw new UnexpectedSyntaxException();
			}
		}
		return name.toString().toLowerCase(Locale.ROOT);
	}

}
