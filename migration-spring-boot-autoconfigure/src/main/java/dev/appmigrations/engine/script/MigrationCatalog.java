package dev.appmigrations.engine.script;

import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.migration.Callbacks;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;

/**
 * The migrations that the application ships.
 *
 * @param migrations the migrations, in any order, each name once
 * @param problems what is wrong with the files
 * @param orderedByName the names of the migrations in the layout of a tool that orders by
 * name, so that two of them may have one version
 * @param callbacks what runs around migrations
 */
public record MigrationCatalog(List<Migration> migrations, List<Problem> problems, Set<String> orderedByName,
		Callbacks callbacks) {

	public MigrationCatalog {
		migrations = List.copyOf(migrations);
		problems = List.copyOf(problems);
		orderedByName = Set.copyOf(orderedByName);
	}

	/**
	 * Creates a catalog in which each version occurs once.
	 * @param migrations the migrations
	 * @param problems what is wrong with the files
	 */
	public MigrationCatalog(List<Migration> migrations, List<Problem> problems) {
		this(migrations, problems, Set.of(), Callbacks.NONE);
	}

}
