package dev.appmigrations.engine.migration;

import org.jspecify.annotations.Nullable;

/**
 * A migration that changes the rows of a table in batches, and is applied when all of
 * them are done: a SQL file with the directive {@code backfill}. Its statements hold
 * {@code :from} and {@code :to} in place of the keys of a batch.
 *
 * @param file the file as it would be without the directive
 * @param spec what the directives say
 * @param undo how the rollback walks the table, {@code null} if there is none, or if it
 * is ordinary SQL
 */
public record BackfillMigration(SqlMigration file, BackfillSpec spec,
		@Nullable BackfillSpec undo) implements FileMigration {

	/**
	 * Creates a backfill whose rollback, if any, is ordinary SQL.
	 * @param file the file as it would be without the directive
	 * @param spec what the directives say
	 */
	public BackfillMigration(SqlMigration file, BackfillSpec spec) {
		this(file, spec, null);
	}

	/**
	 * Returns the migration for those who undo it: with the specification of its
	 * rollback.
	 * @return the migration, with what says how its rollback walks the table
	 * @throws IllegalStateException if its rollback does not walk it
	 */
	public BackfillMigration backwards() {
		if (this.undo == null) {
			throw new IllegalStateException("The rollback of " + name() + " is no backfill");
		}
		return new BackfillMigration(this.file, this.undo, this.undo);
	}

	@Override
	public <T extends @Nullable Object> T accept(MigrationVisitor<T> visitor) {
		return visitor.backfill(this);
	}

}
