package dev.appmigrations.engine.execute;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.backfill.BackfillContext;
import dev.appmigrations.engine.backfill.BackfillOutcome;
import dev.appmigrations.engine.backfill.BackfillWorker;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.history.BackfillProgress;
import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.history.BackfillTable;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.Timeouts;
import dev.appmigrations.engine.report.BackfillReport;
import org.jspecify.annotations.Nullable;

/**
 * Does a backfill at its place, under the lock of the migrations, where the table is
 * small or the database new. Otherwise it leaves word that the backfill is to be done,
 * and records one that others have done.
 */
final class BackfillStepRunner implements StepRunner {

	private static final String REASON = "in batches";

	private final ExecutionContext run;

	private final BackfillMigration migration;

	private final boolean undo;

	private final ScriptPart part;

	private final StepRecords records;

	private final BackfillTable table;

	private final Instant start;

	BackfillStepRunner(ExecutionContext run, BackfillMigration migration, Progress.Direction direction,
			StepRecords records) {
		this.run = run;
		this.migration = migration;
		this.undo = direction == Direction.DOWN;
		this.part = (this.undo) ? migration.file().rollback() : migration.file().up();
		this.records = records;
		this.table = new BackfillTable(run.history().tables(), run.history().trust(), migration.name(), batches());
		this.start = run.clock().instant();
	}

	private Direction batches() {
		return (this.undo) ? Direction.UNDO : Direction.BACKFILL;
	}

	@Override
	public @Nullable StepOutcome run() throws StepFailedException {
		BackfillProgress begun = begun();
		if (begun != null && begun.state() == BackfillState.DONE) {
			Instant started = begun.startedAt();
			return record((started != null) ? started : this.start);
		}
		BackfillWorker worker = worker();
		try {
			boolean inline = this.undo || isInline(worker);
			write(registration());
			if (!inline) {
				this.run.events()
					.publish(new MigrationEvent.BackfillChanged(this.migration,
							BackfillReport.of(this.migration, begun)));
				return null;
			}
			BackfillOutcome outcome = worker.run();
			MigrationException failure = outcome.failure();
			if (failure != null) {
				throw new StepFailedException(failure, null);
			}
			return (outcome.end() == BackfillOutcome.End.DONE) ? record(this.start) : null;
		}
		catch (MigrationException ex) {
			throw new StepFailedException(ex, null);
		}
	}

	private @Nullable BackfillProgress begun() {
		return this.run.history().begun(this.migration, batches()).map(Progress::backfill).orElse(null);
	}

	private boolean isInline(BackfillWorker worker) {
		BackfillSpec.Run where = this.migration.spec().run();
		boolean small = worker.hasFewRows();
		return this.run.backfills().newDatabase() || where == BackfillSpec.Run.STARTUP
				|| (where == BackfillSpec.Run.AUTO && small);
	}

	private BackfillWorker worker() {
		BackfillContext.Manner manner = new BackfillContext.Manner(this.run.backfills().worker(),
				this.run.backfills().schema(), !this.undo, 0);
		return new BackfillWorker(
				new BackfillContext(this.run.session(), this.run.history().tables(), this.run.history().trust(),
						this.run.placeholders(), this.run.backfills().options(), this.run.events(), this.run.clock(),
						this.run.sleeper(), manner, () -> Thread.currentThread().isInterrupted()),
				this.migration, batches(), List::of);
	}

	private List<String> registration() {
		List<String> statements = new ArrayList<>(this.table.prepare());
		statements.add(this.table.register(this.migration.checksum().value(), this.migration.spec().definition(),
				this.migration.spec().size().first()));
		return statements;
	}

	private StepOutcome record(Instant since) throws StepFailedException {
		long earlierMs = Math.max(0, Duration.between(since, this.run.clock().instant()).toMillis());
		List<String> statements = new ArrayList<>(this.records.statements().apply(earlierMs));
		statements.addAll(this.table.clearUnlessSkipped());
		write(statements);
		return new StepOutcome(this.part.statements(), 1, REASON);
	}

	private void write(List<String> statements) throws StepFailedException {
		List<String> guards = this.run.guards(this.run.lock().guard(), this.records.guard());
		ScriptNotices notices = new ScriptNotices(this.run.events(), this.migration, this.part.script());
		try {
			new UnitRunner(this.run.session(), this.migration.name(), Timeouts.NONE, guards,
					new ProgressReporter(this.run.events(), this.run.clock(), this.migration, 0), notices, null)
				.record(statements, this.run.session().work().afterCommit());
		}
		catch (UnitFailedException ex) {
			StatementFailedException failure = FailureText.of(this.migration.name(),
					(this.undo) ? Direction.DOWN : Direction.UP, this.part, ex, 0);
			throw new StepFailedException(failure, failure.sqlState());
		}
		finally {
			notices.end();
		}
	}

}
