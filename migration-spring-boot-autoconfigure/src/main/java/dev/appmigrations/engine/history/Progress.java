package dev.appmigrations.engine.history;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How far a migration has come that is more than one transaction.
 *
 * @param migration the name of the migration
 * @param direction which part of it runs
 * @param unit the number of the unit that was reached
 * @param statement the number of the statement that was reached, in the script, from 1
 * @param hash the rolling hash of the statements up to it; the checksum of a backfill
 * @param state what is known of that statement
 * @param inDoubt the statement that an intent is about, {@code null} without an intent
 * @param backfill how far the batches have come, {@code null} for a migration that is no
 * backfill
 */
public record Progress(String migration, Direction direction, int unit, long statement, String hash, State state,
		@Nullable Intent inDoubt, @Nullable BackfillProgress backfill) {

	/**
	 * Creates the progress of a migration that is no backfill.
	 * @param migration the name of the migration
	 * @param direction which part of it runs
	 * @param unit the number of the unit that was reached
	 * @param statement the number of the statement that was reached
	 * @param hash the rolling hash of the statements up to it
	 * @param state what is known of that statement
	 * @param inDoubt the statement that an intent is about, {@code null} without an
	 * intent
	 */
	public Progress(String migration, Direction direction, int unit, long statement, String hash, State state,
			@Nullable Intent inDoubt) {
		this(migration, direction, unit, statement, hash, state, inDoubt, null);
	}

	/**
	 * Finds what has begun of a migration.
	 * @param progress of any migrations
	 * @param migration the name of the migration
	 * @param direction which part of it
	 * @return how far it has come, {@code null} if it has not begun
	 */
	public static @Nullable Progress find(List<Progress> progress, String migration, Direction direction) {
		for (Progress begun : progress) {
			if (begun.direction() == direction && begun.migration().equals(migration)) {
				return begun;
			}
		}
		return null;
	}

	/**
	 * Returns how many statements are certainly done.
	 * @return the number of the last of them in the script; 0 if there is none
	 */
	public long done() {
		return (this.state == State.DONE) ? this.statement : this.statement - 1;
	}

	/**
	 * Which part of a migration runs.
	 */
	public enum Direction {

		/** The migration itself. */
		UP,

		/** Its rollback. */
		DOWN,

		/**
		 * None yet: it is of the phase {@code contract} and was announced, so that a
		 * release that does not know it does not start now.
		 */
		CONTRACT,

		/** The batches of a backfill. */
		BACKFILL,

		/** The batches of the rollback of a backfill. */
		UNDO;

		/**
		 * Returns the name that is stored.
		 * @return the name in lower case
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * The state of the statement that was reached.
	 */
	public enum State {

		/** It is going to run, or runs, or has run. */
		INTENT,

		/** It is done, and all statements before it are. */
		DONE,

		/** A person has decided that it runs once more. */
		AGAIN;

		/**
		 * Returns the name that is stored.
		 * @return the name in lower case
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * A statement that is about to run outside a transaction.
	 *
	 * @param statement its text
	 * @param kind the name of its kind
	 * @param before what was there before it, as JSON; {@code null} where that does not
	 * matter
	 */
	public record Intent(String statement, String kind, @Nullable String before) {

	}

}
