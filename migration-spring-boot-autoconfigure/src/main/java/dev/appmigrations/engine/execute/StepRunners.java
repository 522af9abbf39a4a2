package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.CodeMigration;
import dev.appmigrations.engine.migration.MigrationVisitor;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;

/**
 * Chooses the runner for the kind of a migration.
 */
final class StepRunners implements MigrationVisitor<StepRunner> {

	private final ExecutionContext run;

	private final Direction direction;

	private final StepRecords records;

	/**
	 * Creates the choice for one step.
	 * @param run what all migrations of the run share
	 * @param direction {@code UP} to apply the migration, {@code DOWN} to undo it
	 * @param records what ties the step to the history
	 */
	StepRunners(ExecutionContext run, Direction direction, StepRecords records) {
		this.run = run;
		this.direction = direction;
		this.records = records;
	}

	@Override
	public StepRunner sql(SqlMigration migration) {
		ScriptPart part = (this.direction == Direction.UP) ? migration.up() : migration.rollback();
		return new SqlStepRunner(this.run, migration, this.direction, part, this.records);
	}

	@Override
	public StepRunner code(CodeMigration migration) {
		return new CodeStepRunner(this.run, migration, this.direction, this.records);
	}

	@Override
	public StepRunner backfill(BackfillMigration migration) {
		if (this.direction == Direction.UP) {
			return new BackfillStepRunner(this.run, migration, this.direction, this.records);
		}
		return (migration.undo() != null)
				? new BackfillStepRunner(this.run, migration.backwards(), this.direction, this.records)
				: sql(migration.file());
	}

}
