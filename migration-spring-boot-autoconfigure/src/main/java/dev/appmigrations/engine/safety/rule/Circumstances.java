package dev.appmigrations.engine.safety.rule;

import dev.appmigrations.engine.migration.Phase;

/**
 * What holds for a whole migration.
 *
 * @param serverVersion the version of the server as in {@code server_version_num}
 * @param phase when it runs in a rollout
 * @param olderRelease whether an older release uses the schema meanwhile
 */
public record Circumstances(int serverVersion, Phase phase, ReleaseState olderRelease) {

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
