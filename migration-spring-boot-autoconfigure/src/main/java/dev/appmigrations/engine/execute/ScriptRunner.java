package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import dev.appmigrations.engine.execute.UnitFailedException.Surroundings;
import dev.appmigrations.engine.execute.recovery.Recovery;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.history.Progress.Intent;
import dev.appmigrations.engine.history.Progress.State;
import dev.appmigrations.engine.history.ProgressTable;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.lock.HeldLock;
import dev.appmigrations.engine.lock.LockLostException;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.Timeouts;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.watch.IndexWatch;
import dev.appmigrations.engine.watch.Watch;
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
public final class ScriptRunner {

	private static final VisibleLog logger = VisibleLog.of(ScriptRunner.class);

	public static final List<String> CLEAN_SESSION_STATE = List.of("CLOSE ALL", "UNLISTEN *", "DEALLOCATE ALL",
			"DISCARD TEMP");

	/** Also in a comment or a string: then a person is asked once too often. */
	private static final Pattern COMMITS = Pattern.compile("\\bcommit\\b", Pattern.CASE_INSENSITIVE);

	private final ExecutionContext run;

	private final Migration migration;

	private final Direction direction;

	private final ScriptPart part;

	private final LongFunction<List<String>> records;

	private final ProgressTable table;

	private final UnitRunner units;

	/** The same, where one transaction is all of the part. */
	private final UnitRunner whole;

	/** The same, while a second connection holds the lock. */
	private final UnitRunner heldUnits;

	private final Instant start;

	/** The marks of the last checkpoint. */
	private String marks = "";

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
		this.direction = direction;
		this.part = part;
		this.transactionReason = part.transactionReason();
		this.records = records.statements();
		String guard = records.guard();
		this.table = run.history().progress();
		ProgressReporter progress = new ProgressReporter(run.events(), run.clock(), migration, part.statements());
		this.units = new UnitRunner(run.session(), migration.name(), part.timeouts(),
				guards(run, run.lock().guard(), guard), progress);
		// A plan made under the lock is valid as long as the lock was never released.
		// Where the driver does not say which backend it has, a pooler may stand between.
		boolean own = !run.session().work().isPooled() && run.session().connection().backend() != 0;
		this.whole = (!own || direction == Direction.DOWN) ? this.units : new UnitRunner(run.session(),
				migration.name(), part.timeouts(), guards(run, run.lock().unbroken(), null), progress);
		this.heldUnits = new UnitRunner(run.session(), migration.name(), part.timeouts(), guards(run, null, guard),
				progress);
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
				from = readProgress();
			}
		}
		this.transactionReason = units.reason();
	}

	private void runPatiently(List<Unit> parts, Optional<Progress> progress) throws UnitFailedException, IOException {
		boolean retriable = parts.size() < 2 || !this.part.sessionState();
		try (LockTimeoutRetry retry = new LockTimeoutRetry(this.run, this.migration, retriable)) {
			retry.run((first) -> run(parts, (first) ? progress : readProgress()));
			this.attempts += retry.attempts() - 1;
		}
		try {
			this.run.session().work().adoptDefaults(this.run.sessions());
		}
		catch (BatchFailedException ex) {
			throw new UnitFailedException(ex, UnitRunner.Step.CLEAN_UP, null);
		}
	}

	private Optional<Progress> readProgress() {
		return this.table.read(this.run.session(), this.migration.name(), this.direction);
	}

	private void run(List<Unit> parts, Optional<Progress> progress) throws UnitFailedException, IOException {
		boolean single = progress.isEmpty()
				&& (parts.isEmpty() || (parts.size() == 1 && parts.get(0).mode() == Unit.Mode.TRANSACTION));
		try (StatementCursor cursor = new StatementCursor(this.run.placeholders().reader(this.part.script()),
				!single)) {
			cursor.skipTo(this.part.statementsBefore());
			if (single) {
				Unit unit = (parts.isEmpty()) ? new Unit(1, Unit.Mode.TRANSACTION, 1, 0) : parts.get(0);
				this.whole.run(cursor, unit, () -> this.records.apply(0), this::cleanUp);
				return;
			}
			if (progress.isPresent()) {
				this.marks = new Resumption(this.run, this.migration, this.part, progress.get()).go(cursor);
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

	private void bringBack(StatementCursor cursor) throws UnitFailedException {
		try {
			Resumption.bringBack(this.run.session(), cursor);
		}
		catch (BatchFailedException ex) {
			throw new UnitFailedException(ex, UnitRunner.Step.BEGIN, null);
		}
	}

	/** The lock first; that the tables are those that were judged; then the history. */
	private static List<String> guards(ExecutionContext run, @Nullable String lock, @Nullable String history) {
		List<String> guards = new ArrayList<>();
		if (lock != null) {
			guards.add(lock);
		}
		guards.addAll(run.history().pin());
		if (history != null) {
			guards.add(history);
		}
		return guards;
	}

	private List<String> done(Unit unit, long statement) {
		Progress done = progress(unit, statement, State.DONE, null);
		List<String> statements = new ArrayList<>(this.table.create());
		statements.add(this.table.done(done));
		statements.add(this.table.written(done));
		return statements;
	}

	private List<String> intended(Progress intent, String before) {
		List<String> statements = new ArrayList<>(this.table.create());
		statements.add(this.table.intent(intent, before));
		statements.add(this.table.written(intent));
		return statements;
	}

	private List<String> checkpoint(StatementCursor cursor, Unit unit) {
		this.marks = cursor.hash().mark(cursor.position());
		return done(unit, cursor.position());
	}

	private void runAlone(StatementCursor cursor, SqlStatement statement, Unit unit, boolean last,
			Supplier<List<String>> afterCommit) throws UnitFailedException, IOException {
		if (!this.run.session().work().isPooled()) {
			runAlone(this.units, cursor, statement, unit, last, afterCommit);
			return;
		}
		HeldLock held = PooledStatement.holdLock(this.run, this.migration, this.part, cursor, statement);
		try {
			runAlone(this.heldUnits, cursor, statement, unit, last, afterCommit);
		}
		finally {
			held.close();
		}
	}

	private void runAlone(UnitRunner units, StatementCursor cursor, SqlStatement statement, Unit unit, boolean last,
			Supplier<List<String>> afterCommit) throws UnitFailedException, IOException {
		Recovery recovery = Recovery.of(statement.kind(), statement.text(), this.run.clock(), this.run.sleeper());
		try {
			recovery.clearWay(this.run.session());
		}
		catch (BatchFailedException ex) {
			throw new UnitFailedException(ex, UnitRunner.Step.BEGIN, null);
		}
		String before = this.marks;
		this.marks = cursor.hash().mark(cursor.position());
		Intent intent = new Intent(statement.text(), statement.kind().name(), null);
		units.intend((this.run.session().work().isPooled()) ? List.of() : List.of(this.run.lock().keep()),
				intended(progress(unit, cursor.position(), State.INTENT, intent), recovery.before()),
				List.copyOf(cursor.roles()));
		try {
			runAlone(units, statement, cursor.limitsLocks());
		}
		catch (UnitFailedException ex) {
			this.marks = before;
			afterRefusal(units, recovery, cursor, unit, statement, ex);
			throw ex.in(new Surroundings(unit, false, this.run.session().work().isPooled(), cursor.readOnly()));
		}
		List<String> after = new ArrayList<>(afterCommit.get());
		SettingReset reset = SettingReset.of(statement);
		if (reset != null) {
			after.addAll(0, reset.fallBack(this.run.session().work(), Timeouts.NONE));
		}
		if (statement.kind() == StatementKind.DISCARD_ALL || statement.kind().concurrent()
				|| !this.part.timeouts().equals(Timeouts.NONE)) {
			// Limits that the script has set itself stay in force.
			after.addAll(0, cursor.settings());
			after.addAll(0, this.run.session().work().afterCommit());
		}
		units.record((last) ? lastRecords(elapsedMs()) : done(unit, cursor.position()), after);
	}

	private void runAlone(UnitRunner units, SqlStatement statement, boolean limited) throws UnitFailedException {
		if (!statement.kind().concurrent()) {
			units.alone(statement, limited);
			return;
		}
		Watch watch = IndexWatch.start(this.run.watched(), this.migration, this.run.events(), this.run.sleeper());
		try {
			units.alone(statement, limited);
		}
		finally {
			watch.close();
		}
	}

	/**
	 * Removes what a refused statement has left. Its intent stays, because what cannot be
	 * removed now, such as a pending detach, the next run has to see, and a procedure may
	 * have committed part of its work. Only a block that cannot have done so leaves
	 * nothing in doubt.
	 */
	private void afterRefusal(UnitRunner units, Recovery recovery, StatementCursor cursor, Unit unit,
			SqlStatement statement, UnitFailedException failure) {
		if (failure.failure().error().connectionLost() || !this.run.session().work().rollback()) {
			return;
		}
		try {
			Resumption.bringBack(this.run.session(), cursor);
			String found = readProgress().map(Progress::inDoubt).map(Intent::before).orElse(null);
			recovery.cleanUp(this.run.session(), found);
			if (statement.kind() == StatementKind.DO && !COMMITS.matcher(statement.text()).find()) {
				units.record(List.of((this.committed == this.part.statementsBefore())
						? this.table.clear(this.migration.name(), this.direction)
						: this.table.done(progress(unit, this.committed, State.DONE, null))), List.of());
			}
		}
		catch (BatchFailedException | UnitFailedException | DatabaseErrorException ex) {
			failure.addSuppressed(ex);
		}
	}

	private Progress progress(Unit unit, long statement, State state, @Nullable Intent intent) {
		return new Progress(this.migration.name(), this.direction, unit.number(), statement, this.marks, state, intent);
	}

	private long elapsedMs() {
		return Duration.between(this.start, this.run.clock().instant()).toMillis();
	}

	private List<String> lastRecords(long earlierMs) {
		List<String> statements = new ArrayList<>(this.records.apply(earlierMs));
		statements.addAll(this.table.create());
		statements.add(this.table.clear(this.migration.name(), this.direction));
		statements.add(this.table.cleared(this.migration.name(), this.direction));
		return statements;
	}

	private List<String> cleanUp() {
		if (!this.part.sessionState() || this.run.session().work().isPooled()) {
			return this.run.session().work().afterCommit();
		}
		List<String> statements = new ArrayList<>(CLEAN_SESSION_STATE);
		statements.addAll(this.run.session().work().afterCommit());
		return statements;
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
