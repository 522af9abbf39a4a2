package dev.appmigrations.engine.script.directive;

import dev.appmigrations.engine.sql.Directive;

/**
 * {@code sections own}: comments that look like another tool's sections are comments.
 */
record OwnSectionsDirective() implements DirectiveParser {

	@Override
	public String key() {
		return "sections";
	}

	@Override
	public void parse(Directive directive, DirectiveTarget target) {
		if (!directive.excludesOtherTools()) {
			throw new InvalidDirectiveException(directive, "'sections' is own, not '" + directive.value() + "'",
					"Write -- migrate:sections own where comments look like another tool's sections and are none.");
		}
		target.header().onlyOwnSections();
	}

}
