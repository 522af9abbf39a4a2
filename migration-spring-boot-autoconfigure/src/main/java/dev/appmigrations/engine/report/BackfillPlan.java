package dev.appmigrations.engine.report;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill would do.
 *
 * @param name the name of the migration
 * @param table the table whose rows it walks
 * @param key the columns of the key
 * @param estimate how many rows the server believes there are, {@code null} if it has
 * never counted
 * @param small whether they are so few that they need no batches in the background
 * @param upperBound the key at which the walk would end, {@code null} if there is no row
 * @param batch the first batch, {@code null} if there is no row
 * @param walk how the server would find where a batch ends
 * @param statements how it would run the statements of the first batch
 * @param duration how long it would take if each batch took as long as it should;
 * {@code null} if that is not known
 */
public record BackfillPlan(String name, String table, List<String> key, @Nullable Long estimate, boolean small,
		@Nullable String upperBound, @Nullable Batch batch, List<String> walk, List<Statement> statements,
		@Nullable Duration duration) {

	public BackfillPlan {
		name = VisibleText.line(name);
		table = VisibleText.line(table);
		key = VisibleText.eachLine(key);
		upperBound = VisibleText.lineOrNull(upperBound);
		walk = List.copyOf(walk);
		statements = List.copyOf(statements);
	}

	/**
	 * The rows of a batch.
	 *
	 * @param rows how many there are
	 * @param from the first key
	 * @param to the last key
	 */
	public record Batch(long rows, String from, String to) {

		public Batch {
			from = VisibleText.line(from);
			to = VisibleText.line(to);
		}

	}

	/**
	 * A statement and its plan.
	 *
	 * @param text the statement, with the keys of the batch
	 * @param plan the lines of EXPLAIN; empty if there is no plan
	 * @param error why there is no plan, {@code null} if there is one
	 */
	public record Statement(String text, List<String> plan, @Nullable String error) {

		public Statement {
			text = VisibleText.lines(text);
			plan = List.copyOf(plan);
			error = VisibleText.lineOrNull(error);
		}

	}

}
