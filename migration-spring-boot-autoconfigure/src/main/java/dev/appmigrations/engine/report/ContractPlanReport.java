package dev.appmigrations.engine.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * What {@code contract} would do now, found out without executing anything.
 *
 * @param facts about the database
 * @param steps what would run, in its order, and then what waits for a backfill
 * @param releases the releases that are alive, with their shares of the instances
 * @param safety what the linter has found
 * @param preFlight which sessions would be in the way of the locks right now
 */
public record ContractPlanReport(DatabaseFacts facts, List<Step> steps, List<ReleaseReport> releases, LintReport safety,
		PreFlightReport preFlight) {

	public ContractPlanReport {
		facts = facts.visible();
		steps = List.copyOf(steps);
		releases = List.copyOf(releases);
	}

	/**
	 * A migration.
	 *
	 * @param name its name
	 * @param location where the file is
	 * @param phase {@code contract}, or {@code expand} for what is pending beside it
	 * @param soak how long it waits after the old release is gone, {@code null} for not
	 * at all
	 * @param reasons why it has to wait, a line for each; empty if it would run now
	 * @param verifies the backfills whose {@code verify} runs once more before it
	 * @param statements what it does
	 * @param removals the tables and columns that it drops
	 */
	public record Step(String name, String location, String phase, @Nullable SoakReport soak, List<String> reasons,
			List<String> verifies, List<Statement> statements, List<Removal> removals) {

		public Step {
			name = VisibleText.line(name);
			location = VisibleText.line(location);
			reasons = VisibleText.eachLine(reasons);
			verifies = VisibleText.eachLine(verifies);
			statements = List.copyOf(statements);
			removals = List.copyOf(removals);
		}

	}

	/**
	 * A statement.
	 *
	 * @param place its line, and the beginning of its text
	 * @param alone whether it runs outside a transaction
	 * @param locks the locks that it takes on what is there now, such as
	 * {@code ACCESS EXCLUSIVE on public.person}
	 * @param work what takes it time while it holds them: scans, rewrites, index builds
	 * and changes of rows, a sentence for each; empty if it is brief
	 * @param predicted how long that takes, {@code null} if it is not known; zero if it
	 * is brief
	 */
	public record Statement(DryRunReport.Place place, boolean alone, List<String> locks, List<String> work,
			@Nullable Duration predicted) {

		public Statement {
			locks = VisibleText.eachLine(locks);
			work = VisibleText.eachLine(work);
		}

	}

	/**
	 * A table or column that is dropped, and what the server's counters tell of its use.
	 * Those of a column are those of its table, because nobody counts columns.
	 *
	 * @param table the table
	 * @param column the column, {@code null} for the whole table
	 * @param written whether rows of the table were written since the old release went,
	 * {@code null} if that is not known
	 * @param writes what is known of that, a clause
	 * @param lastRead when the table was last read; {@code null} if that is not known, as
	 * before PostgreSQL 16
	 */
	public record Removal(String table, @Nullable String column, @Nullable Boolean written, String writes,
			@Nullable Instant lastRead) {

		public Removal {
			table = VisibleText.line(table);
			column = VisibleText.lineOrNull(column);
		}

		/**
		 * Returns what is dropped.
		 * @return the table, or the column with its table
		 */
		public String what() {
			return this.table + ((this.column != null) ? "." + this.column : "");
		}

	}

}
