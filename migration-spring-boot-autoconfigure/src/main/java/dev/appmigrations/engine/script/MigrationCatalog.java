package dev.appmigrations.engine.script;

import java.util.List;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;

/**
 * What the application ships.
 *
 * @param migrations the migrations, in any order, each name once
 * @param problems what is wrong with the files
 */
public record MigrationCatalog(List<Migration> migrations, List<Problem> problems) {

	public MigrationCatalog {
		migrations = List.copyOf(migrations);
		problems = List.copyOf(problems);
	}

}
