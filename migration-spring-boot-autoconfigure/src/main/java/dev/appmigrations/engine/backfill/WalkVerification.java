package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.appmigrations.engine.history.BackfillState;
import dev.appmigrations.engine.history.BackfillTable;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec.Verify;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether any row is left when all were walked. Those that are left are walked once
 * more, alone, where a second time does no harm; twice at most.
 */
final class WalkVerification {

	private static final int PASSES = 3;

	/** How many rows that are left are walked in one batch. */
	private static final int TOGETHER = 100;

	private final BackfillContext context;

	private final BackfillMigration migration;

	private final WorkedRow row;

	private final BatchWalk walk;

	private final Supplier<List<String>> older;

	private final Verify.Query query;

	WalkVerification(BackfillContext context, BackfillMigration migration, WorkedRow row, BatchWalk walk,
			Supplier<List<String>> older, Verify.Query query) {
		this.context = context;
		this.migration = migration;
		this.row = row;
		this.walk = walk;
		this.older = older;
		this.query = query;
	}

	BackfillOutcome run() {
		RowsLeft rowsLeft = new RowsLeft(this.context.session(), this.walk.walked().table(), this.query);
		this.row.write(new BackfillTable.Changes().state(BackfillState.VERIFYING, null));
		WorkedRow.Content content = this.walk.look();
		Set<List<String>> walked = new HashSet<>();
		for (;;) {
			BackfillOutcome end = this.walk.end(content);
			if (content == null || end != null) {
				return (end != null) ? end : BackfillOutcome.HELD;
			}
			List<List<String>> left;
			try {
				left = left(rowsLeft);
			}
			catch (MigrationException ex) {
				return fail(ex.description(), ex);
			}
			if (left.isEmpty()) {
				return this.walk.finish(content);
			}
			int pass = content.progress().pass();
			if (pass == 1 || walked.containsAll(left)) {
				BackfillOutcome outcome = nextPass(left, pass);
				if (outcome != null) {
					return outcome;
				}
				walked.clear();
			}
			try {
				this.walk.runAlone(left, content);
				walked.addAll(left);
			}
			catch (FailedBatchException ex) {
				if (ex.isRowLost()) {
					return BackfillOutcome.HELD;
				}
				return fail(left(left) + "\n" + ex.error().text(), null);
			}
			content = this.walk.look();
		}
	}

	/** Without those that were left out on purpose. */
	private List<List<String>> left(RowsLeft rowsLeft) {
		int columns = this.walk.walked().table().key().size();
		List<List<String>> skipped = this.row.skipped(columns);
		List<List<String>> left = new ArrayList<>(rowsLeft.find(TOGETHER + skipped.size()));
		left.removeAll(skipped);
		return left.subList(0, Math.min(left.size(), TOGETHER));
	}

	private @Nullable BackfillOutcome nextPass(List<List<String>> left, int pass) {
		List<String> older = (this.context.manner().inline()) ? List.of() : this.older.get();
		if (!older.isEmpty()) {
			return this.row.later(BackfillState.VERIFYING,
					"incomplete: older releases still write the table: " + String.join("; ", older));
		}
		if (pass >= PASSES) {
			return fail(left(left) + " after " + (PASSES - 1) + " more passes", null);
		}
		boolean same;
		try {
			same = mayRunTwice(left.get(0));
		}
		catch (FailedBatchException ex) {
			return fail(left(left) + "\n" + ex.error().text(), null);
		}
		if (!same) {
			return fail(left(left) + ", and a batch that runs twice does not leave the same, so that they are not"
					+ " walked again", null);
		}
		this.row.write(new BackfillTable.Changes().pass(pass + 1));
		return null;
	}

	private boolean mayRunTwice(List<String> key) throws FailedBatchException {
		WalkedScript walked = this.walk.walked();
		return new TwiceSame(this.context.session(), walked.table()).holds(walked.alone(List.of(key)), key, key);
	}

	private static String left(List<List<String>> left) {
		int shown = Math.min(left.size(), 10);
		StringBuilder text = new StringBuilder((left.size() < TOGETHER) ? left.size() + "" : TOGETHER + " or more")
			.append((left.size() == 1) ? " row is left: " : " rows are left: ");
		for (int i = 0; i < shown; i++) {
			text.append((i > 0) ? "; " : "").append(String.join(", ", left.get(i)));
		}
		return text + ((left.size() > shown) ? " …" : "");
	}

	private BackfillOutcome fail(String description, @Nullable MigrationException cause) {
		MigrationException failure = (cause != null) ? cause
				: new MigrationException(ErrorCode.STATEMENT_FAILED,
						"Backfill " + this.migration.name() + " is not complete: " + description + ".",
						Message.of("Find out why, mend the rows or the statements, and go on: ")
							.and(new Call(Operation.BACKFILL_RETRY, this.migration.name()))
							.and("."),
						null);
		return this.row.failed(description.lines().findFirst().orElse(""), failure);
	}

}
