package dev.appmigrations.engine.script.directive;

import dev.appmigrations.engine.sql.Directive;

/**
 * {@code up} or {@code down}: a section of the file starts here. The option behind it is
 * dbmate's.
 *
 * @param key {@code up} or {@code down}
 */
record SectionDirective(String key) implements DirectiveParser {

	@Override
	public boolean standsAnywhere() {
		return true;
	}

	@Override
	public void parse(Directive directive, DirectiveTarget target) {
		target.section(directive, switch (directive.value()) {
			case "", "transaction:true" -> true;
			case "transaction:false" -> false;
			default -> throw new InvalidDirectiveException(directive,
					"'" + directive.key() + "' has an unknown option (" + directive.value() + ")",
					"The only option is transaction:false.");
		});
	}

}
