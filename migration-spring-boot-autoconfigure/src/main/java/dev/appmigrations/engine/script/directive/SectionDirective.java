package dev.appmigrations.engine.script.directive;

import dev.appmigrations.engine.sql.Directive;

/**
 * {@code up} or {@code down}: a section of the file starts here. The option
 * {@code transaction:false} is dbmate's; {@code none REASON} says that the section has no
 * statements, and is meant so.
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
		String[] words = directive.value().split("\\s+", 2);
		if (words[0].equalsIgnoreCase("none")) {
			target.emptySection(directive, reason(directive, words));
			return;
		}
		target.section(directive, switch (directive.value()) {
			case "", "transaction:true" -> true;
			case "transaction:false" -> false;
			default -> throw new InvalidDirectiveException(directive,
					"'" + directive.key() + "' has an unknown option (" + directive.value() + ")",
					"The options are transaction:false and none REASON.");
		});
	}

	private String reason(Directive directive, String[] words) {
		if (words.length < 2) {
			throw new InvalidDirectiveException(directive, "'" + this.key + " none' gives no reason",
					"Say why there are no statements: -- migrate:" + this.key + " none REASON");
		}
		return words[1];
	}

}
