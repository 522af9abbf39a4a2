package dev.appmigrations.engine.migration;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What the directives {@code backfill} and {@code verify} of a script say: which table is
 * walked by which key, in batches of which size, and how it is known to be done.
 *
 * @param table the table as it is written, with or without its schema; quotes as in SQL
 * @param key the columns of the key as they are written; empty for the primary key
 * @param size the sizes of batches
 * @param target how long one batch should take
 * @param duty the share of the time in which batches may run, above 0 and at most 1
 * @param where a condition that restricts the walk, {@code null} for all rows
 * @param descending whether the walk begins at the greatest key
 * @param skips how many rows whose data fail may be left out; 0 stops at the first
 * @param run where it runs
 * @param startNow why it need not wait for instances of older releases, {@code null} if
 * it has to
 * @param verify how it is known that no row is left
 */
public record BackfillSpec(String table, List<String> key, Size size, Duration target, double duty,
		@Nullable String where, boolean descending, int skips, Run run, @Nullable String startNow, Verify verify) {

	/** How long one batch should take where the directive does not say. */
	public static final Duration TARGET = Duration.ofMillis(500);

	/** The share of the time in which batches run where the directive does not say. */
	public static final double DUTY = 0.5;

	public BackfillSpec {
		key = List.copyOf(key);
		if (target.isNegative() || target.isZero() || duty <= 0 || duty > 1 || skips < 0) {
			throw new IllegalArgumentException("A batch takes time, and a share of it is between 0 and 1");
		}
	}

	/**
	 * Returns the name of the table as the server reads it.
	 * @return the name, folded to lower case where it is not quoted
	 */
	public ObjectName tableName() {
		return WrittenName.of(this.table);
	}

	/**
	 * Returns the names of the columns of the key as the server reads them.
	 * @return the names, folded to lower case where they are not quoted; empty for the
	 * primary key
	 */
	public List<String> keyNames() {
		return this.key.stream().map((column) -> WrittenName.of(column).name()).toList();
	}

	/**
	 * Returns what may not change while the backfill runs: the other options may.
	 * @return a text that is the same for the same table, key, order, condition and proof
	 */
	public String definition() {
		StringBuilder text = new StringBuilder("table=").append(this.table)
			.append(" key=")
			.append(String.join(",", this.key))
			.append(" order=")
			.append((this.descending) ? "desc" : "asc");
		if (this.where != null) {
			text.append(" where=").append(this.where);
		}
		return text.append(" verify=")
			.append((this.verify instanceof Verify.Query query) ? query.sql() : "none")
			.toString();
	}

	/**
	 * Returns how the same rows are walked to undo what was done to them. A condition
	 * that restricts the walk may not hold for them any more, and the proof is about the
	 * other direction.
	 * @return the specification of a rollback that says nothing of its own
	 */
	public BackfillSpec backwards() {
		return new BackfillSpec(this.table, this.key, this.size, this.target, this.duty, null, this.descending,
				this.skips, this.run, this.startNow, new Verify.None("the rollback has no 'verify' of its own"));
	}

	/**
	 * Returns the same where no line of a file says it.
	 * @return the specification of code
	 */
	public BackfillSpec withoutLine() {
		Verify verify = (this.verify instanceof Verify.Query query) ? new Verify.Query(query.sql(), 0) : this.verify;
		return new BackfillSpec(this.table, this.key, this.size, this.target, this.duty, this.where, this.descending,
				this.skips, this.run, this.startNow, verify);
	}

	/**
	 * Returns the directives that say the same.
	 * @return lines that each end with a line feed
	 */
	public String directives() {
		return BackfillText.of(this);
	}

	/** Where a backfill runs. */
	public enum Run {

		/** At its place where the table is small, else in the background. */
		AUTO,

		/** At its place, before the application starts. */
		STARTUP,

		/** In the background, whatever the size of the table. */
		BACKGROUND,

		/** By the command only. */
		COMMAND

	}

	/**
	 * The sizes of batches, in rows.
	 *
	 * @param first the size of the first batch
	 * @param smallest the smallest size that is chosen without a failure
	 * @param largest the largest size
	 */
	public record Size(int first, int smallest, int largest) {

		/** The sizes where the directive does not say. */
		public static final Size DEFAULT = new Size(1000, 100, 20_000);

		public Size {
			if (smallest < 1 || smallest > first || first > largest) {
				throw new IllegalArgumentException("Sizes of batches are positive, the first within its bounds");
			}
		}

		/**
		 * Tells whether the size never changes.
		 * @return whether there is only one
		 */
		public boolean isFixed() {
			return this.smallest == this.largest;
		}

	}

	/** How it is known that no row is left. */
	public sealed interface Verify {

		/**
		 * A query that returns the rows that are left, the columns of the key first.
		 *
		 * @param sql one SELECT, without a semicolon
		 * @param line the line of the directive, from 1; 0 if code says it
		 */
		record Query(String sql, int line) implements Verify {

		}

		/**
		 * It is not known.
		 *
		 * @param reason why that is right
		 */
		record None(String reason) implements Verify {

		}

	}

}
