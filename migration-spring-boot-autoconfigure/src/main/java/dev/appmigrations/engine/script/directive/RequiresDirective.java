package dev.appmigrations.engine.script.directive;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.sql.Directive;

/**
 * {@code requires VERSION-OR-NAME, …}: these must be applied before. The ending of a name
 * may be left out.
 */
record RequiresDirective() implements DirectiveParser {

	private static final String ENDING = ".sql";

	@Override
	public String key() {
		return "requires";
	}

	@Override
	public void parse(Directive directive, DirectiveTarget target) {
		List<String> requirements = new ArrayList<>();
		for (String requirement : directive.value().split(",")) {
			String name = requirement.strip();
			if (!name.isEmpty()) {
				requirements.add((MigrationVersion.isVersion(name) || name.endsWith(ENDING)) ? name : name + ENDING);
			}
		}
		if (requirements.isEmpty()) {
			throw new InvalidDirectiveException(directive, "'requires' names nothing",
					"Write the versions or names of migrations, with commas between them:"
							+ " -- migrate:requires 20251112000001, 20251113000001_users.sql");
		}
		target.header().require(requirements);
	}

}
