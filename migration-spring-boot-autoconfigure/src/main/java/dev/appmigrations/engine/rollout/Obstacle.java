package dev.appmigrations.engine.rollout;

import org.jspecify.annotations.Nullable;

/**
 * An instance or a session that a contract migration waits for to be gone.
 */
sealed interface Obstacle {

	/**
	 * Returns the reason in words.
	 * @return one line
	 */
	String text();

	/**
	 * An instance that is alive and was not made for the migration.
	 *
	 * @param instance the instance
	 */
	record OldInstance(Instance instance) implements Obstacle {

		@Override
		public String text() {
			return this.instance.text() + ", seen " + this.instance.age().toSeconds() + " s ago, does not know it";
		}

	}

	/**
	 * A session of the application's role that belongs to no instance that is alive.
	 *
	 * @param backend the session
	 * @param lapsed the instance that it belonged to, {@code null} if there was none
	 */
	record StrayBackend(Backend backend, @Nullable Instance lapsed) implements Obstacle {

		@Override
		public String text() {
			return this.backend.text() + " belongs to "
					+ ((this.lapsed != null)
							? this.lapsed.text() + ", which was last seen " + this.lapsed.age().toSeconds() + " s ago"
							: "no known instance");
		}

	}

}
