package dev.appmigrations.engine.script.directive;

import java.util.Locale;

import dev.appmigrations.engine.sql.Directive;

/**
 * {@code transaction false}: each statement runs by itself.
 */
record TransactionDirective() implements DirectiveParser {

	@Override
	public String key() {
		return "transaction";
	}

	@Override
	public void parse(Directive directive, DirectiveTarget target) {
		boolean transactional = switch (directive.value().toLowerCase(Locale.ROOT)) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new InvalidDirectiveException(directive,
					"'transaction' is true or false, not '" + directive.value() + "'",
					"Write -- migrate:transaction false.");
		};
		target.header().transactional(transactional);
	}

}
