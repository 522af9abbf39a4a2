package dev.appmigrations.engine.sql;

import java.util.List;

/**
 * The name of an object of the database as the server reads it: without quotes, folded to
 * lower case where it was not quoted. The server cuts parts of more than 63 bytes off;
 * that is not done here.
 *
 * @param parts the qualifiers, outermost first, and the name itself; at least one part
 */
public record ObjectName(List<String> parts) {

	/**
	 * Creates a name.
	 * @param parts the parts, at least one
	 */
	public ObjectName {
		parts = List.copyOf(parts);
		if (parts.isEmpty()) {
			throw new IllegalArgumentException("A name has at least one part");
		}
	}

	/**
	 * Creates a name.
	 * @param parts the parts, at least one
	 * @return the name
	 */
	public static ObjectName of(String... parts) {
		return new ObjectName(List.of(parts));
	}

	/**
	 * Return the name itself.
	 * @return the last part
	 */
	public String name() {
		return this.parts.get(this.parts.size() - 1);
	}

	/**
	 * Return the name as a person would write it.
	 * @return the parts with dots between them, without quotes
	 */
	@Override
	public String toString() {
		return String.join(".", this.parts);
	}

}
