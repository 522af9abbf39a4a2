package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Runs the statements of a script for each batch.
 *
 * @param script the statements
 * @param table the table that is walked
 */
record ScriptAction(BackfillScript script, WalkedTable table) implements BatchAction {

	@Override
	public BatchStep step(List<KeyRange> ranges) {
		List<String> statements = new ArrayList<>();
		for (KeyRange range : ranges) {
			statements.addAll(this.script.bind(this.table.literals(range.from()), this.table.literals(range.to())));
		}
		return new BatchStep.Statements(statements);
	}

	@Override
	public @Nullable BatchStep end(long rows, int skipped) {
		return null;
	}

	@Override
	public String place(FailedBatchException failed) {
		return this.script.place(failed.statement(), failed.position());
	}

}
