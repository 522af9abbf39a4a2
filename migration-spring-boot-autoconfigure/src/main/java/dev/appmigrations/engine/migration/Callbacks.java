package dev.appmigrations.engine.migration;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Scripts that run around migrations whenever some run, and are in no history: SQL
 * callbacks in Flyway's form.
 *
 * @param byMoment the scripts of each moment, in their order, as if they were migrations
 */
public record Callbacks(Map<Moment, List<SqlMigration>> byMoment) {

	/** There are none. */
	public static final Callbacks NONE = new Callbacks(Map.of());

	public Callbacks {
		byMoment = Map.copyOf(byMoment);
	}

	/**
	 * Returns the scripts of a moment.
	 * @param moment the moment
	 * @return the scripts, in their order
	 */
	public List<SqlMigration> of(Moment moment) {
		return this.byMoment.getOrDefault(moment, List.of());
	}

	/**
	 * Tells whether there are any.
	 * @return whether there are none
	 */
	public boolean isEmpty() {
		return this.byMoment.isEmpty();
	}

	/**
	 * When a callback runs.
	 */
	public enum Moment {

		/** Before the first migration of a run. */
		BEFORE_MIGRATE("beforeMigrate"),

		/** Before each migration, in its transaction. */
		BEFORE_EACH_MIGRATE("beforeEachMigrate"),

		/** After each migration, in its transaction. */
		AFTER_EACH_MIGRATE("afterEachMigrate"),

		/** After the last migration of a run. */
		AFTER_MIGRATE("afterMigrate"),

		/** After a migration that has failed. */
		AFTER_MIGRATE_ERROR("afterMigrateError");

		private final String name;

		Moment(String name) {
			this.name = name;
		}

		/**
		 * Finds the moment in the name of a file.
		 * @param fileName the moment, possibly with two underscores and a description
		 * behind it
		 * @return the moment, {@code null} for one at which nothing runs here
		 */
		public static @Nullable Moment of(String fileName) {
			int description = fileName.indexOf("__");
			String name = fileName.substring(0, (description >= 0) ? description : fileName.lastIndexOf('.'));
			for (Moment moment : values()) {
				if (moment.name.equals(name)) {
					return moment;
				}
			}
			return null;
		}

	}

}
