package dev.appmigrations.engine.script.directive;

import dev.appmigrations.engine.sql.Directive;

/**
 * {@code verify SELECT …} or {@code verify none REASON}: how it is known that a backfill
 * has left no row. Several lines are one query.
 */
record VerifyDirective() implements DirectiveParser {

	@Override
	public String key() {
		return "verify";
	}

	@Override
	public void parse(Directive directive, DirectiveTarget target) {
		if (directive.value().isEmpty()) {
			throw new InvalidDirectiveException(directive, "'verify' says nothing", VerifyQuery.REMEDY);
		}
		target.header().verify(directive);
	}

}
