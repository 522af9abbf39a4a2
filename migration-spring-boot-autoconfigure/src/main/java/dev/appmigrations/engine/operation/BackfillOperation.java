package dev.appmigrations.engine.operation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.backfill.BackfillContext;
import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.PendingReport;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.time.Poll;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import dev.appmigrations.engine.wording.Setting;

/**
 * Does backfills in the foreground, and waits for those that others do.
 */
final class BackfillOperation {

	private final RunContext context;

	private final BackfillRequest request;

	BackfillOperation(RunContext context, BackfillRequest request) {
		this.context = context;
		this.request = request;
	}

	MigrationReport run() {
		requireKnown();
		BackfillContext.Manner manner = BackfillSession.foreground(this.context, this.request.speed());
		Poll waiting = new Poll(this.context.clock(), this.context.sleeper(), this.request.timeout());
		EventPublisher events = this.context.publisher();
		for (;;) {
			BackfillRound.Result result = new BackfillRound(this.context, manner,
					() -> Thread.currentThread().isInterrupted(), (backfill) -> works() && isWanted(backfill))
				.run();
			if (!result.failures().isEmpty()) {
				throw result.failures().get(0);
			}
			List<BackfillReport> left = left(result.report());
			if (left.isEmpty() && !isBeingRecorded(result.report())) {
				return result.report();
			}
			for (BackfillReport backfill : left) {
				requireMode(backfill);
				requireOpen(backfill);
				events.publish(new MigrationEvent.BackfillAwaited(backfill, waiting.elapsed()));
			}
			if (!waiting.pause()) {
				throw notDone(left);
			}
		}
	}

	/**
	 * What a server that only reads keeps us from says why; a standby may be promoted.
	 */
	private List<BackfillReport> left(MigrationReport report) {
		List<BackfillReport> left = report.backfills().stream().filter(this::isWanted).toList();
		if (!works() || !report.facts().readOnly()) {
			return left;
		}
		String reason = "the database is read-only ("
				+ ((report.facts().standby()) ? "the server is a standby)" : "default_transaction_read_only is on)");
		return left.stream().map((backfill) -> (isOpen(backfill)) ? backfill.because(reason) : backfill).toList();
	}

	private void requireKnown() {
		if (this.request.name() != null && backfills().isEmpty()) {
			throw new MigrationException(ErrorCode.INVALID_MIGRATIONS,
					"There is no backfill " + this.request.name() + ".",
					Message.of("Correct the name; ").and(Call.of(Operation.STATUS)).and(" shows all of them."), null);
		}
	}

	private Set<String> backfills() {
		Set<String> names = new HashSet<>();
		for (Migration migration : this.context.catalogs().read().migrations()) {
			if (migration instanceof BackfillMigration backfill && isWanted(backfill)) {
				names.add(backfill.name());
			}
		}
		return names;
	}

	/**
	 * Tells whether others have done one, and are about to record it. One that has not
	 * begun is refused: a run of the migrations decides whether it needs batches at all.
	 */
	private boolean isBeingRecorded(MigrationReport report) {
		Set<String> backfills = backfills();
		for (PendingReport pending : report.pending()) {
			if (backfills.contains(pending.name())) {
				if (this.request.waiting()) {
					return true;
				}
				throw new MigrationException(ErrorCode.PENDING_MIGRATIONS,
						"Backfill " + pending.name() + " is pending: the migrations have not been run yet.",
						Message.of("Run ").and(Call.of(Operation.UP)).and(" first."), null);
			}
		}
		return false;
	}

	private boolean works() {
		return !isOff() && !this.request.waiting();
	}

	private boolean isOff() {
		return this.context.options().rules().backfills().mode() == BackfillOptions.Mode.OFF;
	}

	private void requireMode(BackfillReport backfill) {
		if (isOff()) {
			throw new MigrationException(ErrorCode.BACKFILL_UNFINISHED,
					Message.of("Backfill " + backfill.name() + " is not done: ")
						.and(Setting.BACKFILL_MODE.to("off"))
						.and(" keeps everybody from it."),
					Message.of("Set ").and(Setting.BACKFILL_MODE.to("command")).and(" for this run."), null);
		}
	}

	private boolean isWanted(BackfillMigration backfill) {
		return this.request.name() == null || new BackfillFinder(this.request.name()).matches(backfill);
	}

	private boolean isWanted(BackfillReport backfill) {
		return this.request.name() == null || new BackfillFinder(this.request.name()).matches(backfill);
	}

	/** Others cannot do it either. */
	private static void requireOpen(BackfillReport backfill) {
		if (backfill.failed()) {
			throw new MigrationException(ErrorCode.STATEMENT_FAILED,
					"Backfill " + backfill.name() + " has failed: "
							+ ((backfill.lastError() != null) ? backfill.lastError() : backfill.reason()),
					Message.of("Mend what is wrong, and let it go on: ")
						.and(new Call(Operation.BACKFILL_RETRY, backfill.name()))
						.and("."),
					null);
		}
		if (!isOpen(backfill)) {
			throw new MigrationException(ErrorCode.STATEMENT_FAILED,
					"Backfill " + backfill.name() + " is " + backfill.state() + ": " + backfill.reason() + ".",
					Message.of("Let it go on: ").and(new Call(Operation.BACKFILL_RESUME, backfill.name())).and("."),
					null);
		}
	}

	private static boolean isOpen(BackfillReport backfill) {
		return !backfill.failed() && !backfill.state().equals(BackfillState.PAUSED.label())
				&& !backfill.state().equals(BackfillState.CANCELLED.label());
	}

	private static MigrationException notDone(List<BackfillReport> left) {
		return new MigrationException(ErrorCode.BACKFILL_UNFINISHED,
				(left.isEmpty()) ? "A backfill is done, and not recorded yet."
						: "Backfill " + left.get(0).name() + " is not done yet: " + left.get(0).text(),
				"Wait longer; nothing is lost.", null);
	}

}
