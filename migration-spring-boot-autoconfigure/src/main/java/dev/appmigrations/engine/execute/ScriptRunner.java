package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;

import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.SessionWork;
import dev.appmigrations.engine.lock.LockLostException;
import dev.appmigrations.engine.migration.Callbacks;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.trace.MigrationTracer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one part of a script, unit by unit, from where it stopped before:
 * <ol>
 * <li>A part that is one transaction leaves no trace but its record.
 * <li>Otherwise each transactional unit commits together with its checkpoint; before a
 * statement that cannot run in a transaction an intent commits, and after it its
 * checkpoint. The last checkpoint is the record of the whole.
 * <li>A later run goes past what is done, after it has made sure that it is still the
 * same, and examines the statement whose intent has no checkpoint.
 * <li>Where the server refuses that, everything since the last checkpoint was rolled
 * back, and the part goes on in other units: {@link UnitChoices}.
 * <li>With {@code transaction false}, a statement that the server refuses in a
 * transaction of its own runs outside one.
 * </ol>
 */
final class ScriptRunner {

	private static final VisibleLog logger = VisibleLog.of(ScriptRunner.class);

	private final ExecutionContext run;

	private final Migration migration;

	private final ScriptPart part;

	private final LongFunction<List<String>> records;

	private final Checkpoints checkpoints;

	private final UnitRunner units;

	/** The same, where one transaction is all of the part. */
	private final UnitRunner whole;

	private final AloneRunner alone;

	private final ScriptNotices notices;

	/** Around each migration, and not around its rollback or another callback. */
	private final @Nullable CallbackRunner callbacks;

	private final Instant start;

	private int attempts = 1;

	private String transactionReason;

	/** The number of the last statement that is committed. */
	private long committed;

	/**
	 * Creates a runner.
	 * @param run the run
	 * @param migration the migration
	 * @param direction which part of it
	 * @param part the part
	 * @param records what ties the whole part to the history
	 */
	ScriptRunner(ExecutionContext run, Migration migration, Direction direction, ScriptPart part, StepRecords records) {
		this.run = run;
		this.migration = migration;
		this.part = part;
		this.transactionReason = part.transactionReason();
		this.records = records.statements();
		this.callbacks = CallbackRunner.around(run, direction);
		String guard = records.guard();
		this.checkpoints = new Checkpoints(run.history().progress(), migration.name(), direction);
		this.notices = new ScriptNotices(run.events(), migration, part.script());
		ProgressReporter progress = new ProgressReporter(run.events(), run.clock(), migration, part.statements());
		MigrationTracer tracer = run.tracer(migration);
		this.units = new UnitRunner(run.session(), migration.name(), part.timeouts(),
				run.guards(run.lock().guard(), guard), progress, this.notices, tracer);
		// A plan made under the lock is valid as long as the lock was never released.
		// Where the driver does not say which backend it has, a pooler may stand between.
		boolean own = !run.session().work().isPooled() && run.session().connection().backend() != 0;
		this.whole = (!own || direction == Direction.DOWN) ? this.units
				: new UnitRunner(run.session(), migration.name(), part.timeouts(),
						run.guards(run.lock().unbroken(), null), progress, this.notices, tracer);
		UnitRunner heldUnits = new UnitRunner(run.session(), migration.name(), part.timeouts(), run.guards(null, guard),
				progress, this.notices, tracer);
		this.alone = new AloneRunner(run, migration, part, this.checkpoints, this.units, heldUnits);
		this.committed = part.statementsBefore();
		this.start = run.clock().instant();
	}

	/**
	 * Runs what is left of the part.
	 * @param progress how far it has come before; empty for a fresh start
	 * @throws UnitFailedException if a statement fails; a transaction may be open
	 * @throws ResumeException if what is left needs a person's decision
	 * @throws LockLostException if the lock is in other hands
	 * @throws IOException if the script cannot be read
	 */
	void run(Optional<Progress> progress) throws UnitFailedException, IOException {
		if (progress.isPresent()) {
			logger.info("{} was interrupted after statement {} of {}: going on from there", this.migration.name(),
					progress.get().done() - this.part.statementsBefore(), this.part.statements());
		}
		try {
			runUnits(progress);
		}
		finally {
			this.notices.end();
		}
	}

	private void runUnits(Optional<Progress> progress) throws UnitFailedException, IOException {
		UnitChoices units = new UnitChoices(this.part, progress.orElse(null));
		Optional<Progress> from = progress;
		boolean finished = false;
		while (!finished) {
			try {
				runPatiently(units.chosen(), from);
				finished = true;
			}
			catch (UnitFailedException ex) {
				if (!units.next(ex.failure().error()) || !this.run.session().work().rollback()) {
					throw ex;
				}
				logger.debug("{} runs in other units: {}", this.migration.name(), units.reason());
				from = this.checkpoints.read(this.run.session());
			}
		}
		this.transactionReason = units.reason();
	}

	private void runPatiently(List<Unit> parts, Optional<Progress> progress) throws UnitFailedException, IOException {
		boolean retriable = parts.size() < 2 || !this.part.sessionState();
		try (LockTimeoutRetry retry = new LockTimeoutRetry(this.run, this.migration, retriable)) {
			retry.run((first) -> run(parts, (first) ? progress : this.checkpoints.read(this.run.session())));
			this.attempts += retry.attempts() - 1;
		}
		this.units.adoptDefaults(this.run.sessions());
	}

	private void run(List<Unit> parts, Optional<Progress> progress) throws UnitFailedException, IOException {
		this.notices.attempt();
		boolean single = progress.isEmpty()
				&& (parts.isEmpty() || (parts.size() == 1 && parts.get(0).mode() == Unit.Mode.TRANSACTION));
		try (StatementCursor cursor = new StatementCursor(this.run.placeholders().reader(this.part.script()),
				!single)) {
			cursor.skipTo(this.part.statementsBefore());
			if (single) {
				Unit unit = (parts.isEmpty()) ? new Unit(1, Unit.Mode.TRANSACTION, 1, 0) : parts.get(0);
				this.whole.run(cursor, unit, this.callbacks, () -> this.records.apply(0), this::cleanUp);
				return;
			}
			if (progress.isEmpty()) {
				runCallbacks(Callbacks.Moment.BEFORE_EACH_MIGRATE);
			}
			if (progress.isPresent()) {
				this.checkpoints.resume(new Resumption(this.run, this.migration, this.part, progress.get()).go(cursor));
				this.committed = cursor.position();
			}
			boolean recorded = false;
			for (Unit unit : parts) {
				if (unit.lastStatement() > cursor.position()) {
					recorded = unit.number() == parts.size();
					run(cursor, unit, recorded);
					this.committed = cursor.position();
				}
			}
			if (!recorded) {
				this.units.record(lastRecords(elapsedMs()), cleanUp());
			}
			runCallbacks(Callbacks.Moment.AFTER_EACH_MIGRATE);
		}
	}

	/** Where a migration is not one transaction, they have transactions of their own. */
	private void runCallbacks(Callbacks.Moment moment) {
		if (this.callbacks != null) {
			this.callbacks.run(moment);
		}
	}

	private void run(StatementCursor cursor, Unit unit, boolean last) throws UnitFailedException, IOException {
		Supplier<List<String>> afterCommit = () -> (last) ? cleanUp() : List.of();
		if (unit.mode() == Unit.Mode.ALONE) {
			runAlone(cursor, cursor.next(), unit, last, afterCommit);
			return;
		}
		long earlierMs = elapsedMs();
		try {
			this.units.run(cursor, unit, () -> (last) ? lastRecords(earlierMs) : checkpoint(cursor, unit), afterCommit);
		}
		catch (UnitFailedException ex) {
			SqlStatement statement = ex.refusedInTransaction();
			if (!this.part.oneByOne() || statement == null || !this.run.session().work().rollback()) {
				throw ex;
			}
			bringBack(cursor);
			runAlone(cursor, statement, unit, last, afterCommit);
		}
	}

	private void runAlone(StatementCursor cursor, SqlStatement statement, Unit unit, boolean last,
			Supplier<List<String>> afterCommit) throws UnitFailedException, IOException {
		Long before = (this.committed != this.part.statementsBefore()) ? this.committed : null;
		this.alone.run(cursor, statement, unit, before,
				() -> (last) ? lastRecords(elapsedMs()) : this.checkpoints.done(unit, cursor.position()), afterCommit);
	}

	private void bringBack(StatementCursor cursor) throws UnitFailedException {
		try {
			Resumption.bringBack(this.run.session(), cursor);
		}
		catch (BatchFailedException ex) {
			throw new UnitFailedException(ex, UnitRunner.Step.BEGIN, null);
		}
	}

	private List<String> checkpoint(StatementCursor cursor, Unit unit) {
		this.checkpoints.mark(cursor);
		return this.checkpoints.done(unit, cursor.position());
	}

	private long elapsedMs() {
		return Duration.between(this.start, this.run.clock().instant()).toMillis();
	}

	private List<String> lastRecords(long earlierMs) {
		List<String> statements = new ArrayList<>(this.records.apply(earlierMs));
		statements.addAll(this.checkpoints.clear());
		return statements;
	}

	private List<String> cleanUp() {
		SessionWork work = this.run.session().work();
		return (this.part.sessionState()) ? work.afterCommitWithState() : work.afterCommit();
	}

	/**
	 * Returns how many attempts it took.
	 * @return 1 unless others held what it needed
	 */
	int attempts() {
		return this.attempts;
	}

	/** Says why the part ran in the transactions in which it did. */
	String transactionReason() {
		return this.transactionReason;
	}

	/**
	 * Returns how many statements of the part are committed.
	 * @return 0 if a failure leaves nothing behind
	 */
	long committed() {
		return this.committed - this.part.statementsBefore();
	}

}
