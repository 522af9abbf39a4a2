package dev.appmigrations.engine.script.directive;

import dev.appmigrations.engine.sql.Directive;

/**
 * {@code statement-timeout 10min}: how long a statement may run.
 */
record StatementTimeoutDirective() implements DirectiveParser {

	@Override
	public String key() {
		return "statement-timeout";
	}

	@Override
	public void parse(Directive directive, DirectiveTarget target) {
		target.header().statementTimeout(DirectiveDuration.of(directive));
	}

}
