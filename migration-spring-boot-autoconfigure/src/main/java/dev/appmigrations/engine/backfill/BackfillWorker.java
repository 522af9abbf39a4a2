package dev.appmigrations.engine.backfill;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.history.BackfillTable;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec.Verify;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.wording.Message;
import org.jspecify.annotations.Nullable;

/**
 * Works on a backfill, from wherever it stands, as long as nobody else does:
 * <ol>
 * <li>It takes the row of the progress, with a lease that each batch prolongs.
 * <li>The first time, it freezes the key at which the walk ends.
 * <li>It walks the table, batch by batch.
 * <li>It looks whether any row is left, and walks those once more where that is safe.
 * </ol>
 * When it is done the row says so. The history is written by those who migrate.
 */
public final class BackfillWorker {

	private static final VisibleLog logger = VisibleLog.of(BackfillWorker.class);

	private final BackfillContext context;

	private final BackfillMigration migration;

	private final Direction direction;

	private final Supplier<List<String>> older;

	private final WorkedRow row;

	private final BackfillNews news;

	/**
	 * Creates a worker.
	 * @param context what it works with
	 * @param migration the backfill
	 * @param direction {@code BACKFILL}, or {@code UNDO} for its rollback
	 * @param older reads the living instances of releases that do not know the backfill,
	 * a line for each
	 */
	public BackfillWorker(BackfillContext context, BackfillMigration migration, Direction direction,
			Supplier<List<String>> older) {
		this.context = context;
		this.migration = migration;
		this.direction = direction;
		this.older = older;
		this.row = new WorkedRow(context,
				new BackfillTable(context.tables(), context.trust(), migration.name(), direction));
		this.news = new BackfillNews(context.events(), context.clock(), migration);
	}

	/**
	 * Works until it is done, or cannot go on.
	 * @return how it ended
	 * @throws MigrationException if it is written in Java, and its code is not there
	 * @throws dev.appmigrations.engine.jdbc.DatabaseErrorException if the connection is
	 * lost, or the progress cannot be written
	 */
	public BackfillOutcome run() {
		// Without its code, it is no failure of the backfill.
		this.migration.spec();
		if (!this.row.acquire()) {
			return BackfillOutcome.HELD;
		}
		BackfillOutcome outcome = work();
		this.news.changed(this.row.read(0));
		this.row.release();
		return outcome;
	}

	/**
	 * Tells whether the table has so few rows that they need no batches in the
	 * background.
	 * @return whether there are few
	 * @throws MigrationException if the table cannot be walked
	 */
	public boolean hasFewRows() {
		WalkedTable table = walkedTable();
		try {
			return new KeyRanges(this.context.session(), table, this.migration.spec()).isSmall();
		}
		catch (DatabaseErrorException ex) {
			if (ex.error().is(SqlState.LOCK_NOT_AVAILABLE)) {
				// Somebody holds the table: it can wait.
				return false;
			}
			BatchFailure cause = BatchFailure.of(ex.error(), Duration.ZERO, KeyRanges.LIMIT);
			if (cause.kind() == BatchFailure.Kind.SCHEMA) {
				throw Troubles.unread(this.migration, table, cause,
						Message.of("Nothing of it was done. Mend that, and start again."));
			}
			throw ex;
		}
	}

	/**
	 * Looks for rows that the backfill should have changed.
	 * @return the keys of the first of them, a text for each column; none too if the
	 * script does not say how to find them
	 * @throws MigrationException if the query is not right, or the table not there
	 */
	public List<List<String>> rowsLeft() {
		return (this.migration.spec().verify() instanceof Verify.Query query)
				? new RowsLeft(this.context.session(), walkedTable(), query).find(RowsLeft.FEW) : List.of();
	}

	/**
	 * Leaves out the row at which the backfill has failed, and lets it go on.
	 * @param key the key of the row, a text for each column
	 * @throws MigrationException if that row is not the next one
	 */
	public void skip(List<String> key) {
		WalkedTable table = walkedTable();
		WorkedRow.Content content = this.row.read(table.key().size());
		KeyRanges ranges = new KeyRanges(this.context.session(), table, this.migration.spec());
		List<String> bound = (content != null) ? content.bound() : null;
		KeyRange next = (content != null && bound != null) ? ranges.next(content.cursor(), bound, 1) : null;
		if (content == null || next == null || !next.from().equals(key)) {
			throw new MigrationException(ErrorCode.INVALID_MIGRATIONS, "Backfill " + this.migration.name()
					+ " did not fail at the row " + String.join(", ", key) + " of " + table.quoted() + ": "
					+ ((next != null) ? "the next one is " + String.join(", ", next.from()) : "no row is left") + ".",
					"Name the row at which it has failed, a value for each column of its key.", null);
		}
		String error = content.progress().lastError();
		this.row.decide(new BackfillTable.Changes().cursor(ranges.cursorAfter(next))
			.addRows(1)
			.skip(key, (error != null) ? error : "")
			.state(BackfillState.RUNNING, null)
			.notBefore(null));
	}

	private WalkedTable walkedTable() {
		return WalkedTableReader.read(this.context.session(), this.migration.spec(), this.context.manner().schema());
	}

	private BackfillOutcome work() {
		WalkedTable table;
		KeyRanges ranges;
		BatchAction action;
		try {
			table = walkedTable();
			ranges = new KeyRanges(this.context.session(), table, this.migration.spec());
			action = action(table, ranges);
		}
		catch (MigrationException ex) {
			return fail(ex);
		}
		WorkedRow.Content content = this.row.read(table.key().size());
		if (content == null) {
			return BackfillOutcome.HELD;
		}
		this.news.begins(content, this.context.manner().shared());
		if (content.progress().startedAt() == null) {
			String waits = waitsForOlder(table);
			if (waits != null) {
				return this.row.later(BackfillState.PENDING, waits);
			}
			List<String> bound;
			try {
				bound = ranges.upperBound();
			}
			catch (DatabaseErrorException ex) {
				return unread(ex, table);
			}
			start(table, bound);
		}
		else if (!new Checksum(content.checksum()).isOfSameTokens(this.migration.checksum())) {
			// The plan tells of it: others may know the text that was begun.
			return BackfillOutcome.HELD;
		}
		BatchWalk walk = new BatchWalk(this.context, this.migration, this.row, new WalkedScript(table, ranges, action),
				this.news);
		BackfillOutcome outcome = walk.run();
		if (outcome != null) {
			return outcome;
		}
		return (this.migration.spec().verify() instanceof Verify.Query query)
				? new WalkVerification(this.context, this.migration, this.row, walk, this.older, query).run()
				: walk.finish(walk.look());
	}

	private BatchAction action(WalkedTable table, KeyRanges ranges) {
		return (this.migration.isInJava()) ? new CodeAction(this.context, this.migration, ranges)
				: new ScriptAction(BackfillScript.read(part(), this.context.placeholders(), table.key().size()), table);
	}

	private TableTriggers triggers(WalkedTable table) {
		return (this.migration.isInJava()) ? TableTriggers.ofCode(this.context.session(), table)
				: TableTriggers.read(this.context.session(), table, part(), this.context.placeholders());
	}

	private ScriptPart part() {
		return (this.direction == Direction.UNDO) ? this.migration.file().rollback() : this.migration.file().up();
	}

	/** Rows that an older release writes behind the cursor would be missed. */
	private @Nullable String waitsForOlder(WalkedTable table) {
		if (this.context.manner().inline() || this.direction == Direction.UNDO
				|| this.migration.spec().startNow() != null) {
			return null;
		}
		List<String> older = this.older.get();
		if (older.isEmpty() || triggers(table).keepsInStep()) {
			return null;
		}
		return "waits until older releases, which write the table without a trigger that keeps both in step, are"
				+ " gone: " + String.join("; ", older);
	}

	private BackfillOutcome unread(DatabaseErrorException failure, WalkedTable table) {
		BatchFailure cause = BatchFailure.of(failure.error(), Duration.ZERO, KeyRanges.LIMIT);
		if (cause.kind() == BatchFailure.Kind.SCHEMA || cause.kind() == BatchFailure.Kind.DATA) {
			return fail(Troubles.unread(this.migration, table, cause));
		}
		if (this.context.manner().inline() || failure.error().connectionLost()) {
			throw failure;
		}
		return this.row.later(BackfillState.PENDING, "tries again after an error: " + failure.error().message());
	}

	private void start(WalkedTable table, @Nullable List<String> bound) {
		this.row.write(new BackfillTable.Changes()
			.startOver(this.migration.checksum().value(), this.migration.spec().definition(),
					this.migration.spec().size().first())
			.state(BackfillState.RUNNING, null)
			.upperBound(bound)
			.estimate((bound != null) ? table.estimate() : 0)
			.started());
		this.news.changed(this.row.read(0));
		if (!this.context.manner().inline()) {
			tellTriggers(table);
		}
	}

	private void tellTriggers(WalkedTable table) {
		List<String> fired = triggers(table).fired();
		if (!fired.isEmpty()) {
			logger.info("Backfill {} fires triggers for each row of {} that it changes: {}", this.migration.name(),
					table.quoted(), String.join(", ", fired));
		}
	}

	private BackfillOutcome fail(MigrationException failure) {
		return this.row.failed(failure.description().lines().findFirst().orElse(""), failure);
	}

}
