package dev.appmigrations.engine.report;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The result of a dry run: migrations that ran in a transaction which was rolled back.
 *
 * @param facts about the database
 * @param steps what was tried and ran, in its order
 * @param untried what was not tried, in the order in which it would run
 * @param failure why a migration failed, {@code null} if none did; it is the one behind
 * the last step
 * @param duration how long all of it took
 */
public record TrialReport(DatabaseFacts facts, List<Step> steps, List<Untried> untried,
		@Nullable MigrationException failure, Duration duration) {

	public TrialReport {
		facts = facts.visible();
		steps = List.copyOf(steps);
		untried = List.copyOf(untried);
	}

	/**
	 * A migration that ran.
	 *
	 * @param name its name
	 * @param statements how many statements ran
	 * @param duration how long they took, with the record
	 * @param rows how many rows its INSERT, UPDATE, DELETE, MERGE and COPY statements
	 * have changed; what functions and blocks changed is not counted
	 * @param locks the locks that it took, and no migration before it, on what was there
	 * before the dry run, in alphabetical order
	 */
	public record Step(String name, long statements, Duration duration, long rows, List<Lock> locks) {

		public Step {
			locks = List.copyOf(locks);
		}

	}

	/**
	 * A lock on a table, a view or a sequence.
	 *
	 * @param relation its name with its schema, quoted where that is necessary
	 * @param mode the strongest mode, for example {@code ACCESS EXCLUSIVE}
	 */
	public record Lock(String relation, String mode) {

		public Lock {
			relation = VisibleText.line(relation);
		}

	}

	/**
	 * A migration that was not tried.
	 *
	 * @param name its name
	 * @param reason why not
	 */
	public record Untried(String name, String reason) {

	}

}
