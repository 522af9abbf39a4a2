package dev.appmigrations.engine.operation;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.history.BackfillProgress;
import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.history.BackfillTable;
import dev.appmigrations.engine.history.BackfillTable.Changes;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.ReadOnlyDatabase;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.RunIdentity;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;

/**
 * Writes what a person has decided about a backfill. Whoever works on it sees it before
 * the next batch.
 */
final class BackfillDecisionOperation {

	private final RunContext context;

	private final BackfillFinder finder;

	private final BackfillDecision decision;

	BackfillDecisionOperation(RunContext context, String name, BackfillDecision decision) {
		this.context = context;
		this.finder = new BackfillFinder(name);
		this.decision = decision;
	}

	void run() {
		MigrationRun run = new MigrationRun(this.context, PlanRequest.ALL).forWriting();
		run.inSession((session) -> {
			decide(session, run.assess(session));
			return this.decision;
		});
	}

	private void decide(Session session, Assessment assessment) {
		BackfillMigration backfill = this.finder.in(assessment);
		BackfillProgress progress = progress(assessment, backfill);
		if (!this.decision.isPossibleIn(progress.state())) {
			throw new MigrationException(ErrorCode.INVALID_MIGRATIONS,
					"Backfill " + backfill.name() + " is " + progress.state().label() + ": there is nothing to "
							+ this.decision.label() + ".",
					Message.of("").and(Call.of(Operation.STATUS)).and(" shows how it stands."), null);
		}
		write(this.context, session, assessment, backfill, changes(backfill, progress));
	}

	static BackfillProgress progress(Assessment assessment, BackfillMigration backfill) {
		BackfillProgress begun = BackfillProgress.find(assessment.found().progress(), backfill.name());
		if (begun == null) {
			throw new MigrationException(ErrorCode.INVALID_MIGRATIONS,
					"Backfill " + backfill.name() + " has not begun in this database.",
					Message.of("It begins with the first run of the migrations: ").and(Call.of(Operation.UP)).and("."),
					null);
		}
		return begun;
	}

	private Changes changes(BackfillMigration backfill, BackfillProgress progress) {
		BackfillState open = (progress.startedAt() != null) ? BackfillState.RUNNING : BackfillState.PENDING;
		Changes changes = new Changes();
		return switch (this.decision) {
			case PAUSE -> changes.state(BackfillState.PAUSED,
					"paused by " + RunIdentity.recorder(this.context.options().identity()).from());
			case CANCEL -> changes.state(BackfillState.CANCELLED,
					"cancelled by " + RunIdentity.recorder(this.context.options().identity()).from());
			case RESUME, RETRY -> changes.state(open, null).notBefore(null);
			case START_OVER -> changes.startOver(backfill.checksum().value(), backfill.spec().definition(),
					backfill.spec().size().first());
		};
	}

	static void write(RunContext context, Session session, Assessment assessment, BackfillMigration backfill,
			Changes changes) {
		ReadOnlyDatabase.refuseDecision(assessment.facts(), backfill.name());
		BackfillTable table = new BackfillTable(assessment.found().tables(), context.history().judge(session),
				backfill.name(), Direction.BACKFILL);
		List<String> statements = new ArrayList<>(table.pin());
		statements.add(table.decide(changes));
		session.queryBehindCommit(statements, List.of()).orThrow();
	}

}
