package dev.appmigrations.engine.run;

import java.util.List;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import org.jspecify.annotations.Nullable;

/**
 * The change that an operation makes in the database: see {@link MigrationRun#change}.
 */
@FunctionalInterface
public interface Change {

	/**
	 * Checks whether the change may be made, and prepares it. Called before the lock is
	 * taken, and again under it; only what was prepared under the lock is made.
	 * @param session the connection
	 * @param assessment how scripts and database stand
	 * @return what is to be made, {@code null} if nothing is to be done
	 * @throws dev.appmigrations.engine.migration.MigrationException if the run must not
	 * go on
	 */
	@Nullable Prepared prepare(Session session, Assessment assessment);

	/**
	 * A change that may be made.
	 *
	 * @param purpose why the database must be writable
	 * @param work makes the change
	 */
	record Prepared(Purpose purpose, Work work) {

		/**
		 * Prepares work that carries out the plan.
		 * @param assessment how scripts and database stand
		 * @param purpose a clause such as "migrations are pending"
		 * @param work makes the change
		 * @return what is to be made, {@code null} if the plan has no work
		 * @throws InvalidMigrationsException if the plan has errors
		 */
		public static @Nullable Prepared ofPlan(Assessment assessment, String purpose, Work work) {
			InvalidMigrationsException.throwIfAny(assessment.plan().problems());
			return (assessment.hasWork()) ? new Prepared(new Purpose(purpose, assessment.names()), work) : null;
		}

	}

	/**
	 * Why the database must be writable.
	 *
	 * @param text a clause such as "migrations are pending"
	 * @param names what it is about, one line each
	 */
	record Purpose(String text, List<String> names) {

		public Purpose {
			names = List.copyOf(names);
		}

	}

	/**
	 * Makes a change under the lock.
	 */
	@FunctionalInterface
	interface Work {

		/**
		 * Makes the change. If the lock is lost meanwhile, the change is prepared anew.
		 * @param locked what may be done under the lock
		 * @throws BatchFailedException if the database refuses a statement of ours
		 */
		void make(LockedRun locked) throws BatchFailedException;

	}

}
