package dev.appmigrations.engine.history;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of the history. Which of its columns are there is found out once: an older
 * history lacks some, and a person may have put them in another order.
 */
final class HistoryRow {

	private final Rows rows;

	private final int id;

	private final int name;

	private final int appliedAt;

	private final int version;

	private final int description;

	private final int kind;

	private final int phase;

	private final int checksum;

	private final int executionMs;

	private final int appliedBy;

	private final int appliedFrom;

	private final int release;

	private final int origin;

	private final int outOfOrder;

	private final int downScript;

	HistoryRow(Rows rows) {
		this.rows = rows;
		this.id = rows.column("id");
		this.name = rows.column("migration_name");
		this.appliedAt = rows.column("applied_at");
		this.version = rows.column("version");
		this.description = rows.column("description");
		this.kind = rows.column("kind");
		this.phase = rows.column("phase");
		this.checksum = rows.column("checksum");
		this.executionMs = rows.column("execution_ms");
		this.appliedBy = rows.column("applied_by");
		this.appliedFrom = rows.column("applied_from");
		this.release = rows.column("release");
		this.origin = rows.column("origin");
		this.outOfOrder = rows.column("out_of_order");
		this.downScript = rows.column("down_script");
	}

	/**
	 * Reads a row. Its name is read in visible form: no file has a name with hidden
	 * characters, so that it stands for none either way.
	 * @param row its number, from 0
	 * @return the row, {@code null} if it has no id or no name
	 */
	@Nullable AppliedMigration read(int row) {
		Long number = number(this.rows.value(row, this.id));
		String migration = this.rows.value(row, this.name);
		if (number == null || migration == null) {
			return null;
		}
		String text = this.rows.value(row, this.version);
		String sum = this.rows.value(row, this.checksum);
		return new AppliedMigration(number, VisibleText.line(migration),
				ServerTime.parse(this.rows.value(row, this.appliedAt)),
				(text != null) ? MigrationVersion.find(text) : null, this.rows.value(row, this.description),
				this.rows.value(row, this.kind), this.rows.value(row, this.phase),
				(sum != null && !sum.isBlank()) ? new Checksum(sum) : null,
				number(this.rows.value(row, this.executionMs)), this.rows.value(row, this.appliedBy),
				this.rows.value(row, this.appliedFrom), this.rows.value(row, this.release),
				this.rows.value(row, this.origin), this.rows.isTrue(row, this.outOfOrder),
				this.rows.value(row, this.downScript));
	}

	static @Nullable Long number(@Nullable String text) {
		try {
			return (text != null) ? Long.valueOf(text) : null;
		}
		catch (NumberFormatException ex) {
			// The column is of another type than ours.
			return null;
		}
	}

}
