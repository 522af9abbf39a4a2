package dev.appmigrations.engine.safety.rule;

import java.util.List;

import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.Phase;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a whole migration.
 *
 * @param serverVersion the version of the server as in {@code server_version_num}
 * @param phase when it runs in a rollout
 * @param olderRelease whether an older release uses the schema meanwhile
 * @param backfill how the script walks a table in batches, {@code null} if it does not
 * @param backfills the backfills of other scripts
 */
public record Circumstances(int serverVersion, Phase phase, ReleaseState olderRelease, @Nullable BackfillSpec backfill,
		List<KnownBackfill> backfills) {

	public Circumstances {
		backfills = List.copyOf(backfills);
	}

	private static final int MAJOR = 10_000;

	/**
	 * Tells whether the server is at least of a major version.
	 * @param major the version, for example 18
	 * @return whether it is
	 */
	public boolean isAtLeast(int major) {
		return this.serverVersion >= major * MAJOR;
	}

}
