package dev.appmigrations.engine.options;

import java.time.Duration;
import java.util.Locale;

/**
 * How backfills run.
 *
 * @param mode who runs them
 * @param lease for how long an instance that is not heard of keeps a backfill: another
 * takes it over then
 * @param throttles what they give way to
 */
public record BackfillOptions(Mode mode, Duration lease, ThrottleOptions throttles) {

	/** In the background, with a lease of 30 s. */
	public static final BackfillOptions DEFAULT = new BackfillOptions(Mode.BACKGROUND, Duration.ofSeconds(30));

	public BackfillOptions {
		if (lease.toMillis() < 100) {
			throw new IllegalArgumentException("The lease of a backfill is at least 100 ms, not " + lease);
		}
	}

	/**
	 * Creates options with the usual throttles.
	 * @param mode who runs them
	 * @param lease for how long an instance that is not heard of keeps a backfill
	 */
	public BackfillOptions(Mode mode, Duration lease) {
		this(mode, lease, ThrottleOptions.DEFAULT);
	}

	/**
	 * Who runs backfills of large tables. Those of small tables, and of new databases,
	 * run at their place.
	 */
	public enum Mode {

		/** The instances of the application, after they have started. */
		BACKGROUND,

		/** Whoever migrates, before anything else is done. */
		STARTUP,

		/** A person or a job, by the command. */
		COMMAND,

		/** Nobody: not even those of small tables run. */
		OFF;

		/**
		 * Returns the name that properties have for it.
		 * @return the name in lower case
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
