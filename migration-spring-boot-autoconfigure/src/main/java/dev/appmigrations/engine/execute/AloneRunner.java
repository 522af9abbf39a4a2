package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import dev.appmigrations.engine.execute.UnitFailedException.Surroundings;
import dev.appmigrations.engine.execute.recovery.Recovery;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.Progress.Intent;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.lock.ConcurrentTurn;
import dev.appmigrations.engine.lock.HeldLock;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.Timeouts;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.watch.IndexWatch;
import dev.appmigrations.engine.watch.Watch;
import org.jspecify.annotations.Nullable;

/**
 * Runs a statement outside a transaction:
 * <ol>
 * <li>Its intent commits, with what was there before.
 * <li>It runs. Behind a pooler a second connection holds the lock meanwhile.
 * <li>Its checkpoint commits. If it was refused instead, what it has left is removed.
 * </ol>
 */
final class AloneRunner {

	/** Also in a comment or a string: then a person is asked once too often. */
	private static final Pattern COMMITS = Pattern.compile("\\bcommit\\b", Pattern.CASE_INSENSITIVE);

	private final ExecutionContext run;

	private final Migration migration;

	private final ScriptPart part;

	private final Checkpoints checkpoints;

	private final UnitRunner units;

	/** The same, while a second connection holds the lock. */
	private final UnitRunner heldUnits;

	/**
	 * Creates a runner for one part of a script.
	 * @param run the run
	 * @param migration the migration
	 * @param part the part
	 * @param checkpoints keep how far it has come
	 * @param units runs intents, statements and checkpoints
	 * @param heldUnits does so while a second connection holds the lock
	 */
	AloneRunner(ExecutionContext run, Migration migration, ScriptPart part, Checkpoints checkpoints, UnitRunner units,
			UnitRunner heldUnits) {
		this.run = run;
		this.migration = migration;
		this.part = part;
		this.checkpoints = checkpoints;
		this.units = units;
		this.heldUnits = heldUnits;
	}

	/**
	 * Runs a statement.
	 * @param cursor has just returned it
	 * @param statement the statement
	 * @param unit its unit
	 * @param committed the number of the last statement that is committed, {@code null}
	 * for none of the part
	 * @param records makes the checkpoint, when the statement has run
	 * @param afterCommit makes the statements that follow the checkpoint
	 * @throws UnitFailedException if it fails
	 * @throws IOException if the script cannot be read
	 */
	void run(StatementCursor cursor, SqlStatement statement, Unit unit, @Nullable Long committed,
			Supplier<List<String>> records, Supplier<List<String>> afterCommit)
			throws UnitFailedException, IOException {
		if (!this.run.session().work().isPooled()) {
			run(this.units, cursor, statement, unit, committed, records, afterCommit);
			return;
		}
		HeldLock held = PooledStatement.holdLock(this.run, this.migration, this.part, cursor, statement);
		try {
			run(this.heldUnits, cursor, statement, unit, committed, records, afterCommit);
		}
		finally {
			held.close();
		}
	}

	private void run(UnitRunner units, StatementCursor cursor, SqlStatement statement, Unit unit,
			@Nullable Long committed, Supplier<List<String>> records, Supplier<List<String>> afterCommit)
			throws UnitFailedException, IOException {
		Recovery recovery = Recovery.of(statement.kind(), statement.text(), this.run.clock(), this.run.sleeper());
		try {
			recovery.clearWay(this.run.session());
		}
		catch (BatchFailedException ex) {
			throw new UnitFailedException(ex, UnitRunner.Step.BEGIN, null);
		}
		String before = this.checkpoints.marks();
		this.checkpoints.mark(cursor);
		Intent intent = new Intent(statement.text(), statement.kind().name(), null);
		units.intend((this.run.session().work().isPooled()) ? List.of() : List.of(this.run.lock().keep()),
				this.checkpoints.intended(unit, cursor.position(), intent, recovery.before()),
				List.copyOf(cursor.roles()));
		try {
			run(units, statement, cursor, unit);
		}
		catch (UnitFailedException ex) {
			this.checkpoints.resume(before);
			afterRefusal(units, recovery, cursor, unit, committed, statement, ex);
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
		units.record(records.get(), after);
	}

	private void run(UnitRunner units, SqlStatement statement, StatementCursor cursor, Unit unit)
			throws UnitFailedException {
		if (!statement.kind().concurrent()) {
			units.alone(statement, cursor.position(), unit, cursor.limitsLocks());
			return;
		}
		if (!this.run.takesTurns() || this.run.session().work().isPooled()) {
			watched(units, statement, cursor, unit);
			return;
		}
		ConcurrentTurn turn = ConcurrentTurn.take(this.run.session(), this.run.clock(), this.run.sleeper());
		try {
			watched(units, statement, cursor, unit);
		}
		finally {
			turn.close();
		}
	}

	private void watched(UnitRunner units, SqlStatement statement, StatementCursor cursor, Unit unit)
			throws UnitFailedException {
		Watch watch = IndexWatch.start(this.run.watched(), this.migration, this.run.events(), this.run.sleeper());
		try {
			units.alone(statement, cursor.position(), unit, cursor.limitsLocks());
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
			@Nullable Long committed, SqlStatement statement, UnitFailedException failure) {
		if (failure.failure().error().connectionLost() || !this.run.session().work().rollback()) {
			return;
		}
		try {
			Resumption.bringBack(this.run.session(), cursor);
			String found = this.checkpoints.read(this.run.session())
				.map(Progress::inDoubt)
				.map(Intent::before)
				.orElse(null);
			recovery.cleanUp(this.run.session(), found);
			if (statement.kind() == StatementKind.DO && !COMMITS.matcher(statement.text()).find()) {
				units.record(List.of(this.checkpoints.backTo(unit, committed)), List.of());
			}
		}
		catch (BatchFailedException | UnitFailedException | DatabaseErrorException ex) {
			failure.addSuppressed(ex);
		}
	}

}
