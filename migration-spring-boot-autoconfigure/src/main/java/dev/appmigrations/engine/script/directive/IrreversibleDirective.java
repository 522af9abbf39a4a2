package dev.appmigrations.engine.script.directive;

import dev.appmigrations.engine.sql.Directive;

/**
 * {@code irreversible REASON}: the migration cannot be undone.
 */
record IrreversibleDirective() implements DirectiveParser {

	@Override
	public String key() {
		return "irreversible";
	}

	@Override
	public boolean standsAnywhere() {
		return true;
	}

	@Override
	public void parse(Directive directive, DirectiveTarget target) {
		if (directive.value().isEmpty()) {
			throw new InvalidDirectiveException(directive, "'irreversible' gives no reason",
					"Say why the migration cannot be undone: -- migrate:irreversible the old values are gone");
		}
		target.irreversible(directive);
	}

}
