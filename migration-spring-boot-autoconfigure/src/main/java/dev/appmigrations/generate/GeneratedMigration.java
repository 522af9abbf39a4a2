package dev.appmigrations.generate;

import java.util.List;

import dev.appmigrations.engine.migration.Phase;

/**
 * A migration that was generated, with its rollback.
 *
 * @param version its version
 * @param description what it does, in words that become its file's name
 * @param phase when it may run
 * @param release the release that ships it
 * @param backfill whether it changes rows in batches
 * @param requires the versions of the migrations that it waits for
 * @param up the text of its file
 * @param down the text of the file that undoes it
 */
public record GeneratedMigration(long version, String description, Phase phase, Release release, boolean backfill,
		List<Long> requires, String up, String down) {

	/**
	 * Returns the name of its file.
	 * @return a name that ends in {@code .sql}
	 */
	public String file() {
		return base() + ".sql";
	}

	/**
	 * Returns the name of the file that undoes it.
	 * @return a name that ends in {@code .down.sql}
	 */
	public String rollback() {
		return base() + ".down.sql";
	}

	private String base() {
		return this.version + "_" + FileName.of(this.description);
	}

	/** The release that ships a migration. */
	public enum Release {

		/** The one that still needs the old shape. */
		THIS("this release"),

		/** The first one that needs only the new shape. */
		NEXT("the next release");

		private final String words;

		Release(String words) {
			this.words = words;
		}

		/**
		 * Returns which release it is, in words.
		 * @return words for a sentence
		 */
		public String words() {
			return this.words;
		}

	}

}
