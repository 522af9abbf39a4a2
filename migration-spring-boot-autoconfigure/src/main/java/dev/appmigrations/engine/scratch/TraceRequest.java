package dev.appmigrations.engine.scratch;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is to be traced, and where.
 *
 * @param names the names of the migrations that are traced; all that come before the last
 * of them are replayed first, as if they were applied. {@code null} for what is pending
 * in the database, those of the phase {@code contract} included
 * @param server where the scratch database is made
 */
public record TraceRequest(@Nullable Set<String> names, ScratchServer server) {

	public TraceRequest {
		names = (names != null) ? Set.copyOf(names) : null;
	}

	/**
	 * Asks for what is pending in the database.
	 * @param server where the scratch database is made
	 * @return the request
	 */
	public static TraceRequest pending(ScratchServer server) {
		return new TraceRequest(null, server);
	}

}
