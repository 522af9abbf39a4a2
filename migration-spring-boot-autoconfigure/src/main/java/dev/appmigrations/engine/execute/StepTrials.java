package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.history.RunHistory;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.CodeMigration;
import dev.appmigrations.engine.migration.MigrationVisitor;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.script.Placeholders;

/**
 * Chooses the trial for the kind of a migration.
 *
 * @param session the connection, prepared for work
 * @param history knows what was interrupted
 * @param placeholders what to replace in scripts
 * @param batch sends statements
 * @param direction {@code UP} to apply the migration, {@code DOWN} to undo it
 */
record StepTrials(Session session, RunHistory history, Placeholders placeholders, UnitBatch batch,
		Direction direction) implements MigrationVisitor<StepTrial> {

	/** A batch is a transaction. */
	private static final String BATCHES = "is done in batches, each of which is a transaction of its own";

	/** What code does beside its transaction cannot be rolled back. */
	private static final String JAVA = "is written in Java, and may do more than a rollback takes back";

	@Override
	public StepTrial sql(SqlMigration migration) {
		return new SqlTrial(this.session, this.history, this.placeholders, this.batch, migration, part(migration),
				this.direction);
	}

	@Override
	public StepTrial backfill(BackfillMigration migration) {
		boolean batches = this.direction == Direction.UP || migration.undo() != null;
		return (batches) ? new NoTrial(part(migration.file()), BATCHES) : sql(migration.file());
	}

	@Override
	public StepTrial code(CodeMigration migration) {
		return new NoTrial(part(migration.file()), JAVA);
	}

	private ScriptPart part(SqlMigration migration) {
		return (this.direction == Direction.UP) ? migration.up() : migration.rollback();
	}

}
