package dev.appmigrations.engine.migration;

import org.jspecify.annotations.Nullable;

/**
 * How release 0.1 understood the text of a migration, where it did so in another way.
 */
@FunctionalInterface
public interface EarlierReading {

	/** It understood the text as it is understood now. */
	EarlierReading SAME = () -> null;

	/**
	 * Returns the checksum that it computed. This may read the script again.
	 * @return the checksum, of scheme 1; {@code null} if there was none, or the text was
	 * understood in the same way
	 */
	@Nullable Checksum checksum();

}
