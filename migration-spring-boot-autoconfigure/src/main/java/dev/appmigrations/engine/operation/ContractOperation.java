package dev.appmigrations.engine.operation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.lock.LockLostException;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.plan.RequiredMigrations;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.Change;
import dev.appmigrations.engine.run.LockedRun;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.Rollouts;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.time.Poll;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Applies contract migrations once the old release is gone:
 * <ol>
 * <li>Read the instances, and what was written since they went. While one of them is in
 * the way, wait as long as the request says.
 * <li>Take the lock and announce the migrations, and commit that.
 * <li>Read them once more. An instance signs on before it reads the history, so that
 * whoever came since either is seen here, or sees the announcement and does not start. If
 * somebody is in the way now, withdraw and go back to the beginning.
 * <li>Apply. The announcement of each goes away with its record; what failed and left
 * nothing behind is withdrawn.
 * </ol>
 * A connection is held only while something is done, never while it waits.
 */
public final class ContractOperation {

	private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

	private final RunContext context;

	private final ContractRequest request;

	private final MigrationRun run;

	private final ContractObstacles obstacles;

	private boolean planned;

	/** Whether the backfills that it requires have left no row. */
	private boolean verified;

	/** Migrations that wait for instances which came while the contract was announced. */
	private List<WaitingReport> came = List.of();

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param request how long to wait for the old release to go
	 */
	public ContractOperation(RunContext context, ContractRequest request) {
		this.context = context;
		this.request = request;
		this.run = new MigrationRun(context, context.pending().withContract()).forWriting();
		this.obstacles = new ContractObstacles(context);
	}

	/**
	 * Runs it.
	 * @return the report, with what was done
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException with {@link ErrorCode#CONTRACT_BLOCKED} if somebody is
	 * still in the way; or if a migration fails, or the database cannot be used
	 */
	public MigrationReport run() {
		return this.run.events().toTheEnd(this::contract);
	}

	private MigrationReport contract() {
		Poll waiting = new Poll(this.context.clock(), this.context.sleeper(), this.request.timeout());
		Duration nextWord = Duration.ZERO;
		Attempt attempt = attempt();
		while (!attempt.blocked().isEmpty()) {
			if (!waits()) {
				throw blocked(attempt.blocked(), waiting.elapsed(), waits());
			}
			if (waiting.elapsed().compareTo(nextWord) >= 0) {
				this.run.events().publish(new MigrationEvent.ContractAwaited(attempt.blocked(), waiting.elapsed()));
				Duration silence = waiting.elapsed().plusSeconds(1);
				nextWord = waiting.elapsed().plus((silence.compareTo(LONGEST_SILENCE) < 0) ? silence : LONGEST_SILENCE);
			}
			if (!waiting.pause()) {
				throw blocked(attempt.blocked(), waiting.elapsed(), waits());
			}
			attempt = attempt();
		}
		return attempt.report();
	}

	private boolean waits() {
		return this.request.timeout() == null || !this.request.timeout().isZero();
	}

	private Attempt attempt() {
		Attempt attempt = this.run.inSession(this::attempt);
		if (attempt.unverified().isEmpty()) {
			return attempt;
		}
		new BackfillVerification(this.context).run(attempt.unverified());
		this.verified = true;
		return this.run.inSession(this::attempt);
	}

	private Attempt attempt(Session session) throws BatchFailedException {
		Assessment assessment = this.run.assess(session);
		if (!this.planned) {
			this.planned = true;
			this.run.events().publish(new MigrationEvent.Planned(assessment.report()));
		}
		InvalidMigrationsException.throwIfAny(assessment.plan().problems());
		List<WaitingReport> blocked = (!assessment.facts().readOnly()) ? blocked(session, assessment) : List.of();
		if (!blocked.isEmpty()) {
			withdrawStale(session, assessment);
			return new Attempt(assessment.report(), blocked, List.of());
		}
		List<BackfillMigration> unverified = (this.verified || this.request.force()) ? List.of()
				: required(contract(assessment));
		if (!unverified.isEmpty()) {
			return new Attempt(assessment.report(), List.of(), unverified);
		}
		this.came = List.of();
		if (!this.run.change(session, assessment, this::prepare)) {
			return new Attempt(assessment.report(), List.of(), List.of());
		}
		return (this.came.isEmpty()) ? new Attempt(this.run.completed(session), List.of(), List.of())
				: new Attempt(assessment.report(), this.came, List.of());
	}

	private Change.@Nullable Prepared prepare(Session session, Assessment assessment) {
		return Change.Prepared.ofPlan(assessment, "contract migrations are pending",
				(locked) -> this.came = announceAndApply(session, assessment, locked));
	}

	private List<WaitingReport> announceAndApply(Session session, Assessment assessment, LockedRun locked) {
		List<Migration> contract = contract(assessment);
		if (contract.isEmpty()) {
			locked.apply(assessment);
			return List.of();
		}
		if (this.request.force()) {
			sayForced(session, assessment, contract);
		}
		locked.preparation().announce(assessment.found(), contract);
		List<WaitingReport> blocked = blocked(session, assessment);
		Assessment announced = this.run.assess(session);
		if (!blocked.isEmpty()) {
			locked.preparation().withdraw(announced.found(), untouched(announced));
			return blocked;
		}
		try {
			locked.apply(announced);
			Rollouts.tellContracted(session, announced.found(), contract.stream().map(Migration::name).toList());
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
			Assessment assessment = this.run.assess(session);
			locked.preparation().withdraw(assessment.found(), untouched(assessment));
		}
		catch (RuntimeException ex) {
			// Its connection is gone, for example: the next run withdraws it.
			failure.addSuppressed(ex);
		}
	}

	/** An announcement that a run left behind which was killed keeps others out. */
	private void withdrawStale(Session session, Assessment assessment) throws BatchFailedException {
		// Behind a pooler a run holds the lock in its transactions only, and may be
		// there.
		if (!untouched(assessment).isEmpty() && !assessment.found().facts().pooled()) {
			this.run.underLock(session, assessment,
					(again, locked) -> locked.preparation().withdraw(again.found(), untouched(again)));
		}
	}

	/** Migrations that were announced and left nothing behind in the database. */
	private static List<String> untouched(Assessment assessment) {
		List<Progress> progress = assessment.found().progress();
		return progress.stream()
			.filter((announced) -> announced.direction() == Progress.Direction.CONTRACT)
			.map(Progress::migration)
			.filter((name) -> Progress.find(progress, name, Progress.Direction.UP) == null)
			.toList();
	}

	private List<WaitingReport> blocked(Session session, Assessment assessment) {
		// Force is about other instances, not about rows that are not there yet.
		List<WaitingReport> blocked = new ArrayList<>(
				assessment.report().waiting().stream().filter(WaitingReport::hasContractPhase).toList());
		List<Migration> contract = contract(assessment);
		if (!contract.isEmpty() && !this.request.force()) {
			blocked.addAll(this.obstacles.remembered(session, assessment, contract));
		}
		return blocked;
	}

	/** Says what would have kept the migrations waiting. */
	private void sayForced(Session session, Assessment assessment, List<Migration> contract) {
		List<WaitingReport> forced = this.obstacles.find(session, assessment, contract);
		if (!forced.isEmpty()) {
			this.run.events().publish(new MigrationEvent.ContractForced(forced));
		}
	}

	/** Those that are applied: nothing else that they require may be missing. */
	private List<BackfillMigration> required(List<Migration> contract) {
		return new RequiredMigrations(this.run.catalog().migrations()).of(contract)
			.stream()
			.filter(BackfillMigration.class::isInstance)
			.map(BackfillMigration.class::cast)
			.toList();
	}

	private static List<Migration> contract(Assessment assessment) {
		// A new database has no instances that could be disturbed, and no history yet.
		if (assessment.found().state() == HistorySnapshot.State.ABSENT && assessment.found().content().isEmpty()) {
			return List.of();
		}
		return assessment.plan()
			.steps()
			.stream()
			.map(MigrationStep::migration)
			.filter((migration) -> migration.phase() == Phase.CONTRACT)
			.toList();
	}

	private static MigrationException blocked(List<WaitingReport> blocked, Duration waited, boolean asked) {
		boolean required = blocked.stream().anyMatch((waiting) -> !waiting.awaits().isEmpty());
		StringBuilder text = new StringBuilder("Contract migrations wait ").append(WaitingReport.until(true, required));
		text.append((waited.toSeconds() > 0) ? "; waited " + waited.toSeconds() + " s:" : ":");
		for (WaitingReport waiting : blocked) {
			text.append("\n  ").append(waiting.name());
			waiting.reasons().forEach((reason) -> text.append("\n    ").append(reason));
		}
		if (required) {
			return new MigrationException(ErrorCode.CONTRACT_BLOCKED, text.toString(),
					Message.of("Nothing was applied. Wait with ")
						.and(Call.of(Operation.CONTRACT_WAIT))
						.and(", or do backfills at once with ")
						.and(Call.of(Operation.BACKFILL))
						.and("."),
					null);
		}
		return new MigrationException(ErrorCode.CONTRACT_BLOCKED, text.toString(),
				((asked) ? Message.of("Nothing was applied. Stop what is named here, or wait longer.")
						: Message.of("Nothing was applied. Stop what is named here, or wait for it with ")
							.and(Call.of(Operation.CONTRACT_WAIT))
							.and("."))
					.and(" To apply them nevertheless, and break what still needs what they remove, use ")
					.and(Call.of(Operation.CONTRACT_FORCE))
					.and("."),
				null);
	}

	/**
	 * The outcome of one attempt.
	 *
	 * @param report how the database stands
	 * @param blocked what waits, with the reasons; empty if all is done
	 */
	private record Attempt(MigrationReport report, List<WaitingReport> blocked, List<BackfillMigration> unverified) {

	}

}
