package dev.appmigrations.engine.migration;

import org.jspecify.annotations.Nullable;

/**
 * Does something that differs between the kinds of migrations. A new kind is a new method
 * here, so that the compiler names every place that has to decide what to do with it.
 *
 * @param <T> the type of the result
 */
public interface MigrationVisitor<T extends @Nullable Object> {

	/**
	 * Visits a migration that is a SQL file.
	 * @param migration the migration
	 * @return the result
	 */
	T sql(SqlMigration migration);

	/**
	 * Visits a migration that changes rows in batches. To those that only look at its
	 * statements it is a SQL file as any other.
	 * @param migration the migration
	 * @return the result
	 */
	default T backfill(BackfillMigration migration) {
		return sql(migration.file());
	}

	/**
	 * Visits a migration that is written in Java. To those that only look at its
	 * statements it is a SQL file without any.
	 * @param migration the migration
	 * @return the result
	 */
	default T code(CodeMigration migration) {
		return sql(migration.file());
	}

}
