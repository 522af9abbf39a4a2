package dev.appmigrations.engine.backfill;

import java.time.Instant;

import dev.appmigrations.engine.jdbc.Rows;
import org.jspecify.annotations.Nullable;

/**
 * Something that backfills give way to, and that a query tells of. It remembers whether
 * they do so at present, and asks for a better value before they go on.
 */
interface Throttle {

	/**
	 * Returns the question.
	 * @return a query that only reads, and that does not fail for want of a right
	 */
	String query();

	/**
	 * Judges the answer.
	 * @param rows the answer
	 * @param now the time
	 * @return what it means
	 */
	Verdict judge(Rows rows, Instant now);

	/**
	 * What an answer means.
	 *
	 * @param reason why to give way, {@code null} not to
	 * @param unknown what the role may not see, and how it could, {@code null} if it sees
	 * all
	 */
	record Verdict(@Nullable String reason, @Nullable String unknown) {

		static final Verdict GO = new Verdict(null, null);

		static Verdict stop(String reason) {
			return new Verdict(reason, null);
		}

		static Verdict of(@Nullable String reason, @Nullable String unknown) {
			return new Verdict(reason, unknown);
		}

	}

}
