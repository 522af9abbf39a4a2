package dev.appmigrations.engine.migration;

import org.jspecify.annotations.Nullable;

/**
 * A migration that changes the rows of a table in batches, and is applied when all of
 * them are done: a SQL file with the directive {@code backfill}, whose statements hold
 * {@code :from} and {@code :to} in place of the keys of a batch, or one that is written
 * in Java.
 *
 * @param file the file as it would be without the directive; for Java, what the name and
 * the annotation say
 * @param stated what the directives say, {@code null} for one that is written in Java
 * @param undo how the rollback walks the table, {@code null} if there is none, or if it
 * is ordinary SQL
 * @param late whether it needs what the application has only once it is complete
 * @param code what it does, {@code null} for a file, and where only its existence is
 * known, because the application does not run
 */
public record BackfillMigration(SqlMigration file, @Nullable BackfillSpec stated, @Nullable BackfillSpec undo,
		boolean late, @Nullable BackfillCode code) implements FileMigration {

	/**
	 * Creates a backfill whose rollback, if any, is ordinary SQL.
	 * @param file the file as it would be without the directive
	 * @param spec what the directives say
	 */
	public BackfillMigration(SqlMigration file, BackfillSpec spec) {
		this(file, spec, null);
	}

	/**
	 * Creates a backfill.
	 * @param file the file as it would be without the directive
	 * @param spec what the directives say
	 * @param undo how the rollback walks the table, {@code null} if there is none, or if
	 * it is ordinary SQL
	 */
	public BackfillMigration(SqlMigration file, BackfillSpec spec, @Nullable BackfillSpec undo) {
		this(file, spec, undo, false, null);
	}

	/**
	 * Creates a backfill that is written in Java.
	 * @param file what the name and the annotation say, as if it were a file without
	 * statements
	 * @param late whether it waits until the application is complete
	 * @param code what it does, {@code null} where the application does not run
	 * @return the migration
	 */
	public static BackfillMigration inJava(SqlMigration file, boolean late, @Nullable BackfillCode code) {
		return new BackfillMigration(file, null, null, late, code);
	}

	/**
	 * Returns which table is walked, and how.
	 * @return what the directives or the code say
	 * @throws MigrationException if it is written in Java, and the code is not there, or
	 * says something wrong
	 */
	public BackfillSpec spec() {
		BackfillSpec stated = this.stated;
		if (stated != null) {
			return stated;
		}
		return definingCode().define();
	}

	/**
	 * Returns which table is walked, as far as that is known here.
	 * @return what the directives or the code say, {@code null} for one that is written
	 * in Java whose code is not there, or not yet
	 * @throws MigrationException if the code says something wrong
	 */
	public @Nullable BackfillSpec known() {
		return (this.stated != null || (this.code != null && isReady())) ? spec() : null;
	}

	/**
	 * Returns the code.
	 * @return the code of one that is written in Java
	 * @throws MigrationException if it is not there
	 */
	public BackfillCode definingCode() {
		BackfillCode code = this.code;
		if (code == null) {
			throw JavaCode.missing(this);
		}
		return code;
	}

	/**
	 * Tells whether it is written in Java.
	 * @return {@code false} for a file
	 */
	public boolean isInJava() {
		return this.stated == null;
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
	public @Nullable Script script() {
		return (isInJava()) ? null : this.file.script();
	}

	@Override
	public @Nullable Script rollbackScript() {
		return (isInJava()) ? null : this.file.rollbackScript();
	}

	@Override
	public boolean isReady() {
		BackfillCode code = this.code;
		return !this.late || (code != null && code.isReady());
	}

	@Override
	public <T extends @Nullable Object> T accept(MigrationVisitor<T> visitor) {
		return visitor.backfill(this);
	}

}
