package dev.appmigrations.engine.operation;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.lock.LockLostException;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.engine.rollout.Fleet;
import dev.appmigrations.engine.run.LockedRun;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.Rollouts;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.time.Poll;

/**
 * Applies contract migrations once the old release is gone:
 * <ol>
 * <li>Look who is there. While somebody is in the way, wait as long as the request says.
 * <li>Take the lock and announce the migrations, and commit that.
 * <li>Look once more. An instance signs on before it looks, so that whoever came since
 * either is seen here, or sees the announcement and does not start. If somebody is in the
 * way now, withdraw and go back to the beginning.
 * <li>Apply. The announcement of each goes away with its record; what failed and left
 * nothing behind is withdrawn.
 * </ol>
 * A connection is held only while something is done, never while it waits.
 */
public final class ContractOperation {

	private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

	private final RunContext parts;

	private final ContractRequest request;

	private final MigrationRun run;

	private boolean planned;

	public ContractOperation(RunContext parts, ContractRequest request) {
		this.parts = parts;
		this.request = request;
		this.run = new MigrationRun(parts, parts.pending().withContract()).forWriting();
	}

	public MigrationReport run() {
		Poll waiting = new Poll(this.parts.clock(), this.parts.sleeper(), this.request.timeout());
		Duration nextWord = Duration.ZERO;
		Attempt attempt = attempt();
		while (!attempt.blocked().isEmpty()) {
			if (!waits()) {
				throw blocked(attempt.blocked(), waiting.elapsed());
			}
			if (waiting.elapsed().compareTo(nextWord) >= 0) {
				this.parts.listener().contractAwaited(attempt.blocked(), waiting.elapsed());
				Duration silence = waiting.elapsed().plusSeconds(1);
				nextWord = waiting.elapsed().plus((silence.compareTo(LONGEST_SILENCE) < 0) ? silence : LONGEST_SILENCE);
			}
			if (!waiting.pause()) {
				throw blocked(attempt.blocked(), waiting.elapsed());
			}
			attempt = attempt();
		}
		return attempt.report();
	}

	private boolean waits() {
		return this.request.timeout() == null || !this.request.timeout().isZero();
	}

	private Attempt attempt() {
		return this.run.inSession(this.parts::session, this::attempt);
	}

	private Attempt attempt(Session session) throws SQLException, BatchFailedException {
		MigrationRun.Look look = this.run.look(session);
		if (!this.planned) {
			this.planned = true;
			this.parts.listener().planned(look.report());
		}
		Migrator.rejectErrors(look.plan().problems());
		if (!look.hasWork()) {
			return new Attempt(look.report(), List.of());
		}
		Migrator.rejectReadOnly(look.found().facts(), "contract migrations are pending",
				look.plan().steps().stream().map((step) -> step.migration().name()).toList());
		List<WaitingReport> blocked = blocked(session, look);
		if (!blocked.isEmpty()) {
			withdrawStale(session, look);
			return new Attempt(look.report(), blocked);
		}
		List<WaitingReport> came = new ArrayList<>();
		this.run.underLock(session, look, (again, locked) -> {
			Migrator.rejectErrors(again.plan().problems());
			if (again.hasWork()) {
				came.clear();
				came.addAll(announceAndApply(session, again, locked));
			}
		});
		if (!came.isEmpty()) {
			return new Attempt(look.report(), came);
		}
		MigrationReport report = this.run.look(session).report();
		this.parts.listener().completed(report);
		return new Attempt(report, List.of());
	}

	private List<WaitingReport> announceAndApply(Session session, MigrationRun.Look look, LockedRun locked) {
		List<Migration> contract = contract(look);
		if (contract.isEmpty()) {
			locked.apply(look);
			return List.of();
		}
		locked.preparation().announce(look.found(), contract);
		List<WaitingReport> blocked = blocked(session, look);
		MigrationRun.Look announced = this.run.look(session);
		if (!blocked.isEmpty()) {
			locked.preparation().withdraw(announced.found(), untouched(announced));
			return blocked;
		}
		try {
			locked.apply(announced);
		}
		catch (LockLostException ex) {
			throw ex;
		}
		catch (MigrationException ex) {
			withdrawAfter(ex, session, locked);
			throw ex;
		}
		return List.of();
	}

	private void withdrawAfter(MigrationException failure, Session session, LockedRun locked) {
		try {
			MigrationRun.Look look = this.run.look(session);
			locked.preparation().withdraw(look.found(), untouched(look));
		}
		catch (RuntimeException ex) {
			// Its connection is gone, for example: the next run withdraws it.
			failure.addSuppressed(ex);
		}
	}

	/** An announcement that a run left behind which was killed keeps others out. */
	private void withdrawStale(Session session, MigrationRun.Look look) throws SQLException, BatchFailedException {
		// Behind a pooler a run holds the lock in its transactions only, and may be
		// there.
		if (!untouched(look).isEmpty() && !look.found().facts().pooled()) {
			this.run.underLock(session, look,
					(again, locked) -> locked.preparation().withdraw(again.found(), untouched(again)));
		}
	}

	/** What was announced and left nothing behind in the database. */
	private static List<String> untouched(MigrationRun.Look look) {
		List<Progress> progress = look.found().progress();
		return progress.stream()
			.filter((announced) -> announced.direction() == Progress.Direction.CONTRACT)
			.map(Progress::migration)
			.filter((name) -> Progress.find(progress, name, Progress.Direction.UP) == null)
			.toList();
	}

	private List<WaitingReport> blocked(Session session, MigrationRun.Look look) {
		List<Migration> contract = contract(look);
		if (contract.isEmpty() || this.request.force()) {
			return List.of();
		}
		HistorySnapshot found = look.found();
		Fleet fleet = this.run.fleet(session, found);
		return contract.stream()
			.map((migration) -> Rollouts.reasons(WaitingReport.of(migration, found.progress()), fleet))
			.filter((waiting) -> !waiting.reasons().isEmpty())
			.toList();
	}

	private static List<Migration> contract(MigrationRun.Look look) {
		// A new database has no instances that could be disturbed, and no history yet.
		if (look.found().state() == HistorySnapshot.State.ABSENT && look.found().content().isEmpty()) {
			return List.of();
		}
		return look.plan()
			.steps()
			.stream()
			.map(MigrationStep::migration)
			.filter((migration) -> migration.phase() == Phase.CONTRACT)
			.toList();
	}

	private static MigrationException blocked(List<WaitingReport> blocked, Duration waited) {
		StringBuilder text = new StringBuilder("Contract migrations wait until the old release is gone");
		text.append((waited.toSeconds() > 0) ? "; waited " + waited.toSeconds() + " s:" : ":");
		for (WaitingReport waiting : blocked) {
			text.append("\n  ").append(waiting.name());
			waiting.reasons().forEach((reason) -> text.append("\n    ").append(reason));
		}
		return new MigrationException(ErrorCode.CONTRACT_BLOCKED, text.toString(),
				"Nothing was applied. Stop what is named here, or let the command wait for it: 'contract --wait'."
						+ " 'contract --force' applies them nevertheless, and breaks what still needs what they remove.",
				null);
	}

	/**
	 * What became of one attempt.
	 *
	 * @param report how the database stands
	 * @param blocked what waits, with the reasons; empty if all is done
	 */
	private record Attempt(MigrationReport report, List<WaitingReport> blocked) {

	}

}
