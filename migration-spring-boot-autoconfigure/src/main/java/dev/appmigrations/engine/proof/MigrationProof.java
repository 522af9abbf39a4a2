package dev.appmigrations.engine.proof;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The result of the proof of one migration.
 *
 * @param migration the name of the migration
 * @param outcome the outcome in one word
 * @param afterDown how the catalogue after the rollback differs from the one before the
 * migration
 * @param afterUpAgain how the catalogue after the second application differs from the one
 * after the first
 * @param failure what failed, or why nothing ran; {@code null} if nothing failed
 */
public record MigrationProof(String migration, Outcome outcome, SchemaDifference afterDown,
		SchemaDifference afterUpAgain, @Nullable String failure) {

	static MigrationProof of(String migration, Outcome outcome, @Nullable String failure) {
		return new MigrationProof(migration, outcome, SchemaDifference.NONE, SchemaDifference.NONE, failure);
	}

	/**
	 * Says in words what was found.
	 * @return one or more lines, without a line end
	 */
	public String text() {
		StringBuilder text = new StringBuilder(this.migration).append(": ").append(this.outcome.label());
		if (!this.afterDown.isEmpty()) {
			append(text, "the rollback does not restore what was there before the migration", this.afterDown.text());
		}
		if (!this.afterUpAgain.isEmpty()) {
			append(text, "after a rollback, the migration does not do what it did at first", this.afterUpAgain.text());
		}
		if (this.failure != null) {
			append(text, null, this.failure);
		}
		return text.toString();
	}

	private static void append(StringBuilder text, @Nullable String title, String lines) {
		if (title != null) {
			text.append("\n  ").append(title).append(':');
		}
		text.append("\n    ").append(lines.strip().replace("\n", "\n    "));
	}

	/**
	 * The outcome in one word.
	 */
	public enum Outcome {

		/**
		 * The rollback restores the catalogue, and the migration can be applied again.
		 */
		PROVEN,

		/** There is no rollback; the migration was applied. */
		NO_ROLLBACK,

		/** Something was left behind, is gone or has changed. */
		DIFFERS,

		/** The migration or its rollback failed. */
		FAILED,

		/** It did not run, because of one before it. */
		NOT_RUN;

		/**
		 * Tells whether a person has something to mend.
		 * @return whether a rollback was not proven that should have been
		 */
		public boolean isFault() {
			return this != PROVEN && this != NO_ROLLBACK;
		}

		/**
		 * Returns the name that people are shown.
		 * @return lower case words
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

	}

}
