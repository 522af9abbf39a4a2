package dev.appmigrations.engine.ddl;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.TokenType;

/**
 * Reads {@code ALTER SEQUENCE}.
 */
final class AlterSequenceParser {

	private final TokenCursor cursor;

	private final NameParser names;

	AlterSequenceParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	/** What follows {@code SEQUENCE}. */
	DdlStatement parse() {
		boolean ifExists = this.cursor.accept("if", "exists");
		ObjectName sequence = this.names.qualifiedName();
		if (!isOption()) {
			return new AlterTableParser(this.cursor).parse(ObjectType.SEQUENCE, new Relation(sequence, false),
					ifExists);
		}
		List<String> options = new ArrayList<>();
		while (!this.cursor.isAtEnd()) {
			options.add(option());
		}
		return new AlterSequence(sequence, ifExists, options);
	}

	private boolean isOption() {
		return switch (this.cursor.peek().word()) {
			case "as", "cache", "cycle", "no", "increment", "maxvalue", "minvalue", "owned", "sequence", "start",
					"restart", "logged", "unlogged" ->
				true;
			default -> false;
		};
	}

	private String option() {
		String option = this.cursor.next().word();
		switch (option) {
			case "as" -> new TypeParser(this.cursor).parse();
			case "cycle", "logged", "unlogged" -> {
			}
			case "no" -> {
				return option + " " + this.cursor.next().word();
			}
			case "owned" -> {
				this.cursor.expect("by");
				this.names.qualifiedName();
				return "owned by";
			}
			case "sequence" -> {
				this.cursor.expect("name");
				this.names.qualifiedName();
				return "sequence name";
			}
			case "cache", "increment", "maxvalue", "minvalue", "start", "restart" -> number(option);
			default -> throw new UnexpectedSyntaxException();
		}
		return option;
	}

	private void number(String option) {
		if (!this.cursor.accept("with")) {
			this.cursor.accept("by");
		}
		boolean sign = this.cursor.accept("-") || this.cursor.accept("+");
		if (this.cursor.peek().is(TokenType.NUMBER)) {
			this.cursor.next();
		}
		else if (sign || !option.equals("restart")) {
			throw new UnexpectedSyntaxException();
		}
	}

}
