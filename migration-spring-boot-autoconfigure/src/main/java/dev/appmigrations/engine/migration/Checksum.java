package dev.appmigrations.engine.migration;

import org.jspecify.annotations.Nullable;

/**
 * The checksum of a migration: a scheme number, a colon, and the hexadecimal SHA-256 of
 * the tokens of its up part. Comments and white space between tokens do not count.
 *
 * @param value the text as it is stored, for example {@code 1:9f86d0…}
 */
public record Checksum(String value) {

	public Checksum {
		if (value.isBlank()) {
			throw new IllegalArgumentException("A checksum has a value");
		}
	}

	/**
	 * Tells whether both were made by the same scheme; only then does a difference say
	 * that the text changed.
	 * @param other another checksum
	 * @return whether the scheme numbers are equal
	 */
	public boolean comparableWith(Checksum other) {
		return scheme().equals(other.scheme());
	}

	private String scheme() {
		int colon = this.value.indexOf(':');
		return (colon < 0) ? "" : this.value.substring(0, colon);
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
