package dev.appmigrations.java;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.script.directive.DefinedBackfill;
import dev.appmigrations.engine.script.directive.InvalidDirectiveException;
import org.jspecify.annotations.Nullable;

/**
 * Which table a backfill in Java walks, and how: what the directives {@code backfill} and
 * {@code verify} say of one in SQL, with the same defaults. Names are quoted as in SQL.
 */
public final class Backfill {

	private final Map<String, String> options;

	private final @Nullable String verify;

	private Backfill(Map<String, String> options, @Nullable String verify) {
		this.options = options;
		this.verify = verify;
	}

	/**
	 * Names the table.
	 * @param table its name, with or without its schema
	 * @return the backfill of all its rows, by its primary key
	 */
	public static Backfill of(String table) {
		return new Backfill(Map.of("table", table), null);
	}

	/**
	 * Names the columns by which the table is walked.
	 * @param columns the columns of a unique index, in its order
	 * @return a backfill with that key
	 */
	public Backfill key(String... columns) {
		return with("key", String.join(",", columns));
	}

	/**
	 * Sets the size of the first batch.
	 * @param first how many rows
	 * @return a backfill with that size
	 */
	public Backfill batch(int first) {
		return with("batch", String.valueOf(first));
	}

	/**
	 * Sets the bounds of the sizes of batches.
	 * @param smallest how many rows at least
	 * @param largest how many rows at most
	 * @return a backfill with these sizes
	 */
	public Backfill batch(int smallest, int largest) {
		return with("batch", smallest + ".." + largest);
	}

	/**
	 * Sets the only size of batches.
	 * @param size how many rows
	 * @return a backfill with that size
	 */
	public Backfill fixedBatch(int size) {
		return with("batch", "fixed:" + size);
	}

	/**
	 * Sets how long a batch should take; sizes follow from it.
	 * @param target the time
	 * @return a backfill with that target
	 */
	public Backfill target(Duration target) {
		return with("target", target.toMillis() + "ms");
	}

	/**
	 * Sets the share of the time in which batches run; the rest are pauses.
	 * @param share more than 0, and at most 1
	 * @return a backfill with that share
	 */
	public Backfill duty(double share) {
		return with("duty", DefinedBackfill.share(share));
	}

	/**
	 * Restricts the walk.
	 * @param condition a condition as in SQL, for which there is an index
	 * @return a backfill of the rows for which it holds
	 */
	public Backfill where(String condition) {
		return with("where", condition);
	}

	/**
	 * Begins at the greatest key.
	 * @return a backfill in descending order
	 */
	public Backfill descending() {
		return with("order", "desc");
	}

	/**
	 * Leaves out rows that fail, and keeps their keys.
	 * @param rows how many at most
	 * @return a backfill that stops only at one more
	 */
	public Backfill skip(int rows) {
		return with("on-error", "skip:" + rows);
	}

	/**
	 * Chooses where it runs.
	 * @param run where
	 * @return a backfill that runs there
	 */
	public Backfill run(Run run) {
		return with("run", run.name());
	}

	/**
	 * Does not wait for older releases to be gone, which may write the table meanwhile.
	 * @param reason why that does no harm
	 * @return a backfill that begins at once
	 */
	public Backfill startNow(String reason) {
		return with("start", "now " + reason);
	}

	/**
	 * Says how it is known that it is complete.
	 * @param query returns the rows that are left, the columns of the key first
	 * @return a backfill that is not done before the query returns no row
	 */
	public Backfill verify(String query) {
		return new Backfill(this.options, query);
	}

	/**
	 * Says that nothing needs to be verified.
	 * @param reason why
	 * @return a backfill that is done when all rows were walked
	 */
	public Backfill verifyNone(String reason) {
		return new Backfill(this.options, "none " + reason);
	}

	private Backfill with(String option, String value) {
		Map<String, String> options = new LinkedHashMap<>(this.options);
		options.put(option, value);
		return new Backfill(options, this.verify);
	}

	/**
	 * Checks all of it.
	 * @throws InvalidDirectiveException if something is wrong
	 */
	BackfillSpec spec() {
		return DefinedBackfill.of(this.options, this.verify);
	}

	/**
	 * Where a backfill runs.
	 */
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

}
