package dev.appmigrations.engine.operation;

import dev.appmigrations.engine.jdbc.DatabaseServer;
import org.jspecify.annotations.Nullable;

/**
 * Evidence that nobody needs the content of a database, beside what the database says
 * itself.
 *
 * @param server the server
 * @param confirmed the name of the database, typed by a person who was told why it does
 * not count as one for development; {@code null} if nobody was asked
 */
public record DevelopmentProof(DatabaseServer server, @Nullable String confirmed) {

	/**
	 * Returns the evidence without a person's word.
	 * @param server the server
	 * @return the evidence
	 */
	public static DevelopmentProof of(DatabaseServer server) {
		return new DevelopmentProof(server, null);
	}

}
