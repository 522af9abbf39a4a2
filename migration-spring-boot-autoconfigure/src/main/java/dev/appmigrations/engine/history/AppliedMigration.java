package dev.appmigrations.engine.history;

import java.time.Instant;

import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * A row of the history. Everything but the identity may be {@code null}: in a row that a
 * person inserted, or that an older tool wrote.
 *
 * @param id the order in which the rows were written
 * @param name the name of the migration
 * @param appliedAt when
 * @param version the version as it was written
 * @param description the description
 * @param kind the kind
 * @param phase the phase
 * @param checksum the checksum of the up part
 * @param executionMs how long it ran, in milliseconds
 * @param appliedBy the role
 * @param appliedFrom the host and the application
 * @param release the release of the application
 * @param origin how the row came into the history
 * @param outOfOrder whether a later version was applied before
 * @param downScript the text of the script that undoes it, where the history keeps it
 */
public record AppliedMigration(long id, String name, @Nullable Instant appliedAt, @Nullable MigrationVersion version,
		@Nullable String description, @Nullable String kind, @Nullable String phase, @Nullable Checksum checksum,
		@Nullable Long executionMs, @Nullable String appliedBy, @Nullable String appliedFrom, @Nullable String release,
		@Nullable String origin, boolean outOfOrder, @Nullable String downScript) {

	/** The id of a row that nobody has read; the server counts from 1. */
	static final long ASSUMED = 0;

	/**
	 * Returns the row that a migration has where it is applied.
	 * @param migration the migration
	 * @return a row that stands for whatever row has the name
	 */
	public static AppliedMigration assumed(Migration migration) {
		return new AppliedMigration(ASSUMED, migration.name(), null, migration.version(), migration.description(),
				migration.kind().label(), migration.phase().label(), migration.checksum(), null, null, null, null, null,
				false, null);
	}

}
