package dev.appmigrations.engine.execute;

import java.io.IOException;

import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.migration.UnreadableScript;

/**
 * Runs what applies or undoes a migration that is a SQL file, and turns what went wrong
 * into what a person reads.
 */
final class SqlStepRunner implements StepRunner {

	private final ExecutionContext run;

	private final SqlMigration migration;

	private final Direction direction;

	private final ScriptPart part;

	private final StepRecords records;

	SqlStepRunner(ExecutionContext run, SqlMigration migration, Direction direction, ScriptPart part,
			StepRecords records) {
		this.run = run;
		this.migration = migration;
		this.direction = direction;
		this.part = part;
		this.records = records;
	}

	@Override
	public StepOutcome run() throws StepFailedException {
		ScriptRunner script = new ScriptRunner(this.run, this.migration, this.direction, this.part, this.records);
		try {
			script.run(this.run.history().begun(this.migration, this.direction));
		}
		catch (UnitFailedException ex) {
			StatementFailedException failure = FailureText.of(this.migration.name(), this.direction, this.part, ex,
					script.committed());
			throw new StepFailedException(failure, failure.sqlState());
		}
		catch (ResumeException ex) {
			throw new StepFailedException(ex, null);
		}
		catch (IOException ex) {
			throw new StepFailedException(UnreadableScript.exception(this.part.script(), ex), null);
		}
		return new StepOutcome(this.part.statements(), script.attempts(), script.transactionReason());
	}

}
