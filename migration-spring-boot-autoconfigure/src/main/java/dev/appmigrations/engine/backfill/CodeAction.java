package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.JdbcWork;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.migration.BackfillCode;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BatchRows;
import dev.appmigrations.engine.migration.JavaCode;

/**
 * Calls the code of a backfill that is written in Java for each batch.
 */
final class CodeAction implements BatchAction {

	private final BackfillContext context;

	private final BackfillMigration migration;

	private final BackfillCode code;

	private final KeyRanges ranges;

	CodeAction(BackfillContext context, BackfillMigration migration, KeyRanges ranges) {
		this.context = context;
		this.migration = migration;
		this.code = migration.definingCode();
		this.ranges = ranges;
	}

	@Override
	public BatchStep step(List<KeyRange> ranges) {
		List<JdbcWork> works = new ArrayList<>();
		for (KeyRange range : ranges) {
			works.add(this.code.process(rows(range), this.context.placeholders().values()));
		}
		return new BatchStep.Code(works);
	}

	private BatchRows rows(KeyRange range) {
		return new BatchRows(range.from(), range.to(), this.ranges.within(range), () -> lock(range));
	}

	private List<List<String>> lock(KeyRange range) {
		Rows rows = this.context.session().query(List.of(this.ranges.lockSql(range))).rows(0);
		List<List<String>> keys = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			keys.add(this.ranges.key(rows, i));
		}
		return keys;
	}

	@Override
	public BatchStep end(long rows, int skipped) {
		return new BatchStep.Code(List.of(this.code.finish(rows, skipped)));
	}

	@Override
	public String place(FailedBatchException failed) {
		Throwable thrown = failed.thrown();
		String line = (thrown != null) ? JavaCode.line(this.migration, thrown) : "";
		return this.migration.location() + ((line.isEmpty()) ? "" : " at " + line) + "\n";
	}

}
