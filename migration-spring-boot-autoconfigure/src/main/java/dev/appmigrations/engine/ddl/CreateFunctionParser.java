package dev.appmigrations.engine.ddl;

import java.util.Locale;

import dev.appmigrations.engine.ddl.CreateFunction.Volatility;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code CREATE FUNCTION} and {@code CREATE PROCEDURE}.
 */
final class CreateFunctionParser {

	private final TokenCursor cursor;

	private final NameParser names;

	private Volatility volatility = Volatility.VOLATILE;

	private @Nullable String language;

	private @Nullable String body;

	CreateFunctionParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.names = new NameParser(cursor);
	}

	DdlStatement parse(boolean orReplace) {
		boolean procedure = this.cursor.next().word().equals("procedure");
		ObjectName function = this.names.functionName();
		this.cursor.skipParenthesis();
		if (this.cursor.accept("returns")) {
			returns();
		}
		boolean more = true;
		while (more && !this.cursor.isAtEnd()) {
			more = option();
		}
		return new CreateFunction(function, procedure, orReplace, this.volatility, this.language, this.body);
	}

	private void returns() {
		if (this.cursor.accept("table")) {
			this.cursor.skipParenthesis();
			return;
		}
		new TypeParser(this.cursor).parse();
		this.cursor.accept("%", "type");
	}

	/**
	 * Moves behind an option.
	 * @return {@code false} if it is a body that is no string
	 */
	private boolean option() {
		switch (this.cursor.next().word()) {
			case "immutable" -> this.volatility = Volatility.IMMUTABLE;
			case "stable" -> this.volatility = Volatility.STABLE;
			case "volatile" -> this.volatility = Volatility.VOLATILE;
			case "language" -> this.language = language();
			case "as" -> {
				this.body = this.names.string();
				if (this.cursor.accept(",")) {
					this.names.string();
				}
			}
			case "set" -> setting();
			case "begin", "return" -> {
				return false;
			}
			default -> {
			}
		}
		return true;
	}

	private String language() {
		String name = (this.names.isString()) ? this.names.string() : this.names.nonReservedWord();
		return name.toLowerCase(Locale.ROOT);
	}

	/** Its values may look like options. */
	private void setting() {
		this.names.qualifiedName();
		if (this.cursor.accept("to") || this.cursor.accept("=")) {
			do {
				this.cursor.next();
			}
			while (this.cursor.accept(","));
		}
	}

}
