package dev.appmigrations.engine.migration;

import java.time.Duration;
import java.util.List;

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
		@Nullable BackfillSpec undo) implements Migration {

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
	public String name() {
		return this.file.name();
	}

	@Override
	public @Nullable MigrationVersion version() {
		return this.file.version();
	}

	@Override
	public String description() {
		return this.file.description();
	}

	@Override
	public MigrationKind kind() {
		return this.file.kind();
	}

	@Override
	public Phase phase() {
		return this.file.phase();
	}

	@Override
	public Duration soak() {
		return this.file.soak();
	}

	@Override
	public Checksum checksum() {
		return this.file.checksum();
	}

	@Override
	public @Nullable Problem refusal() {
		return this.file.refusal();
	}

	@Override
	public @Nullable Checksum earlierChecksum() {
		return this.file.earlierChecksum();
	}

	@Override
	public List<String> requirements() {
		return this.file.requirements();
	}

	@Override
	public String location() {
		return this.file.location();
	}

	@Override
	public @Nullable Script script() {
		return this.file.script();
	}

	@Override
	public @Nullable Script rollbackScript() {
		return this.file.rollbackScript();
	}

	@Override
	public Declarations declarations() {
		return this.file.declarations();
	}

	@Override
	public boolean hasRollback() {
		return this.file.hasRollback();
	}

	@Override
	public <T extends @Nullable Object> T accept(MigrationVisitor<T> visitor) {
		return visitor.backfill(this);
	}

}
