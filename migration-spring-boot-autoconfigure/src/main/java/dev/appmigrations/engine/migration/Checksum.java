package dev.appmigrations.engine.migration;

import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * The checksum of a migration: a scheme number, a colon, and the hexadecimal SHA-256 of
 * the tokens of its up part. Comments and white space between tokens do not count. The
 * schemes differ in what counts as the up part: 1 is that of release 0.1, which knew no
 * sections of other tools; 2 is the present one.
 *
 * @param value the text as it is stored, for example {@code 2:9f86d0…}
 */
public record Checksum(String value) {

	private static final String FIRST = "1:";

	private static final String CURRENT = "2:";

	/** The SHA-256 of no token at all. */
	private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

	public Checksum {
		if (value.isBlank()) {
			throw new IllegalArgumentException("A checksum has a value");
		}
	}

	/**
	 * Returns a checksum of the first scheme.
	 * @param checksum the checksum of the same tokens by the present scheme
	 * @return the checksum
	 */
	public static Checksum ofFirstScheme(String checksum) {
		return new Checksum(FIRST + checksum.substring(CURRENT.length()));
	}

	/**
	 * Returns a checksum of the present scheme, of something that has no tokens.
	 * @param digest the SHA-256 of all of it
	 * @return the checksum
	 */
	public static Checksum ofPresentScheme(byte[] digest) {
		return new Checksum(CURRENT + HexFormat.of().formatHex(digest));
	}

	/**
	 * Tells whether it was written by release 0.1.
	 * @return whether the scheme is 1
	 */
	public boolean isOfFirstScheme() {
		return this.value.startsWith(FIRST);
	}

	/**
	 * Tells whether this release knows how it was made.
	 * @return {@code false} for the scheme of a newer release, and for what is no
	 * checksum of ours
	 */
	public boolean isOfKnownScheme() {
		return isOfFirstScheme() || this.value.startsWith(CURRENT);
	}

	/**
	 * Tells whether both are of the same tokens, whatever their schemes.
	 * @param other another checksum
	 * @return {@code false} if the scheme of one of them is unknown
	 */
	public boolean isOfSameTokens(Checksum other) {
		return isOfKnownScheme() && other.isOfKnownScheme() && this.value.length() == other.value.length() && this.value
			.regionMatches(FIRST.length(), other.value, FIRST.length(), this.value.length() - FIRST.length());
	}

	/**
	 * Returns what was computed from the tokens, without the scheme.
	 * @return the text behind the colon
	 */
	public String tokens() {
		return this.value.substring(this.value.indexOf(':') + 1);
	}

	/**
	 * Tells whether it is that of a script without statements.
	 * @return whether nothing was digested
	 */
	public boolean isOfNothing() {
		return isOfKnownScheme() && this.value.startsWith(NOTHING, FIRST.length());
	}

	// Not left to the record: what Java would link at run time for it costs each start of
	// an application.
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Checksum checksum && checksum.value.equals(this.value);
	}

	@Override
	public int hashCode() {
		return this.value.hashCode();
	}

	@Override
	public String toString() {
		return this.value;
	}

}
