package dev.appmigrations.engine.script.directive;

import dev.appmigrations.engine.sql.Directive;

/**
 * {@code backfill table=users key=id …}: the script changes the rows of a table in
 * batches. Several add up, because some options take the rest of their line.
 */
record BackfillDirective() implements DirectiveParser {

	@Override
	public String key() {
		return "backfill";
	}

	@Override
	public void parse(Directive directive, DirectiveTarget target) {
		BackfillBuilder builder = target.header().backfill(directive);
		BackfillOptions options = new BackfillOptions(directive);
		for (String name = options.next(); name != null; name = options.next()) {
			builder.option(directive, name, options.value());
		}
	}

}
