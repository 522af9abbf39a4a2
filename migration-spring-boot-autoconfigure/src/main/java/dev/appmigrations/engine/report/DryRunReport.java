package dev.appmigrations.engine.report;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * What applying pending migrations would do, found out without executing anything.
 *
 * @param facts about the database
 * @param steps what would run, in its order
 * @param waiting what would not run yet: contract migrations, and what requires a
 * backfill that is not done
 * @param backfills what becomes of backfills that have not begun
 * @param safety what the linter has found
 * @param estimates the rows that statements would change
 * @param preFlight who would be in the way right now
 * @param duration how long all of it took
 */
public record DryRunReport(DatabaseFacts facts, List<Step> steps, List<WaitingReport> waiting, List<Backfill> backfills,
		LintReport safety, List<Estimate> estimates, PreFlightReport preFlight, Duration duration) {

	public DryRunReport {
		facts = facts.visible();
		steps = List.copyOf(steps);
		waiting = List.copyOf(waiting);
		backfills = List.copyOf(backfills);
		estimates = List.copyOf(estimates);
	}

	/**
	 * A migration that would run.
	 *
	 * @param name its name
	 * @param phase {@code expand} or {@code contract}
	 * @param location where the file is
	 * @param statements how many statements it has
	 * @param alone its statements that run outside a transaction
	 */
	public record Step(String name, String phase, String location, long statements, List<Place> alone) {

		public Step {
			name = VisibleText.line(name);
			location = VisibleText.line(location);
			alone = List.copyOf(alone);
		}

	}

	/**
	 * A statement.
	 *
	 * @param line its line
	 * @param statement the beginning of its text
	 */
	public record Place(int line, String statement) {

		private static final int LONGEST = 80;

		public Place {
			String text = statement.strip().replaceAll("\\s+", " ");
			statement = VisibleText.line((text.length() > LONGEST) ? text.substring(0, LONGEST - 1) + "…" : text);
		}

	}

	/**
	 * What becomes of a backfill.
	 *
	 * @param name the name of the migration
	 * @param inBatches whether it is left to be done in batches, and not done at its
	 * place
	 * @param plan what it would do, {@code null} if that is not known yet
	 * @param unknown why not, {@code null} if it is known
	 */
	public record Backfill(String name, boolean inBatches, @Nullable BackfillPlan plan, @Nullable String unknown) {

		public Backfill {
			name = VisibleText.line(name);
			unknown = VisibleText.lineOrNull(unknown);
		}

	}

	/**
	 * How many rows a statement would change.
	 *
	 * @param migration the name of the migration
	 * @param place the statement
	 * @param rows the server's estimate for the rows that are there now, {@code null} if
	 * there is none
	 * @param reason why there is none, {@code null} if there is one
	 */
	public record Estimate(String migration, Place place, @Nullable Long rows, @Nullable String reason) {

		public Estimate {
			migration = VisibleText.line(migration);
			reason = VisibleText.lineOrNull(reason);
		}

	}

}
