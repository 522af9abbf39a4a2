package dev.appmigrations.engine.plan;

import java.util.Set;

import dev.appmigrations.engine.migration.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * Which of the pending migrations are wanted.
 *
 * @param scope how many of them
 * @param baseline what is pending at or below this version is marked as applied first,
 * and does not run; {@code null} for nothing
 * @param contract whether migrations of the phase {@code contract} may run; otherwise
 * they wait
 * @param backfills whether backfills may begin; otherwise they wait
 */
public record PlanRequest(Scope scope, @Nullable MigrationVersion baseline, boolean contract, boolean backfills) {

	/** All that is pending; those of the phase {@code contract} wait. */
	public static final PlanRequest ALL = new PlanRequest(new Scope.All(), null, false, true);

	/**
	 * Asks for what is pending up to a version. Repeatable migrations, which belong
	 * behind all versions, are not among them.
	 * @param version the last version
	 * @return the request
	 */
	public static PlanRequest upTo(MigrationVersion version) {
		return new PlanRequest(new Scope.UpTo(version), null, false, true);
	}

	/**
	 * Asks for a single migration.
	 * @param migration its name or its version
	 * @return the request
	 */
	public static PlanRequest only(String migration) {
		return new PlanRequest(new Scope.Only(migration), null, false, true);
	}

	/**
	 * Asks for those migrations that have one of several names.
	 * @param names the names; those that are not pending are left out
	 * @return the request
	 */
	public static PlanRequest among(Set<String> names) {
		return new PlanRequest(new Scope.Among(names), null, false, true);
	}

	/**
	 * Asks to mark as applied what is pending at or below a version, and for nothing
	 * else.
	 * @param version the last version
	 * @return the request
	 */
	public static PlanRequest baseline(MigrationVersion version) {
		return new PlanRequest(new Scope.None(), version, false, true);
	}

	/**
	 * Asks to mark as applied first what is pending at or below a version.
	 * @param version the last version, {@code null} for nothing
	 * @return a new request
	 */
	public PlanRequest withBaseline(@Nullable MigrationVersion version) {
		return new PlanRequest(this.scope, version, this.contract, this.backfills);
	}

	/**
	 * Asks for migrations of the phase {@code contract} too.
	 * @return a new request
	 */
	public PlanRequest withContract() {
		return new PlanRequest(this.scope, this.baseline, true, this.backfills);
	}

	/**
	 * Asks for the same without backfills.
	 * @return the request
	 */
	public PlanRequest withoutBackfills() {
		return new PlanRequest(this.scope, this.baseline, this.contract, false);
	}

	/**
	 * How many of the pending migrations are wanted.
	 */
	public sealed interface Scope {

		/** All of them. */
		record All() implements Scope {

		}

		/**
		 * Those up to a version.
		 *
		 * @param version the last version
		 */
		record UpTo(MigrationVersion version) implements Scope {

		}

		/**
		 * A single one.
		 *
		 * @param migration its name or its version
		 */
		record Only(String migration) implements Scope {

		}

		/**
		 * Those of several that are pending.
		 *
		 * @param names their names
		 */
		record Among(Set<String> names) implements Scope {

			public Among {
				names = Set.copyOf(names);
			}

		}

		/** None of them. */
		record None() implements Scope {

		}

	}

}
