package dev.appmigrations.engine.script;

/**
 * Where scripts are looked for, with all folders below it: {@code classpath:} and
 * {@code classpath*:} (both search every root that has the folder), {@code file:} or, as
 * Flyway has it, {@code filesystem:}. {@code {vendor}} stands for {@code postgresql}, as
 * in Spring Boot's properties for Flyway.
 *
 * @param kind the kind of place
 * @param path the folder, without a slash at its end
 */
public record Location(Kind kind, String path) {

	/** Where scripts are looked for if nobody says where. */
	public static final Location DEFAULT = new Location(Kind.CLASSPATH, "db/migration");

	/** Spring Boot's word for the database, in locations of several of them. */
	private static final String VENDOR = "{vendor}";

	/**
	 * Reads a location.
	 * @param text for example {@code classpath:db/migration}; without a prefix it is on
	 * the class path
	 * @return the location
	 * @throws IllegalArgumentException if it has an unknown prefix, a wildcard, or no
	 * folder
	 */
	public static Location parse(String text) {
		String trimmed = text.trim().replace(VENDOR, "postgresql");
		int colon = trimmed.indexOf(':');
		// One letter before a colon is a drive of Windows.
		String withoutPrefix = (colon == 1) ? "file" : "classpath";
		String prefix = (colon > 1) ? trimmed.substring(0, colon) : withoutPrefix;
		String path = (colon > 1) ? trimmed.substring(colon + 1) : trimmed;
		Kind kind = switch (prefix) {
			case "classpath", "classpath*" -> Kind.CLASSPATH;
			case "file", "filesystem" -> Kind.FILE;
			default -> throw new IllegalArgumentException("Location '" + text + "' starts with an unknown prefix;"
					+ " use classpath:db/migration or file:/path/to/folder");
		};
		if (path.indexOf('*') >= 0 || path.indexOf('?') >= 0) {
			throw new IllegalArgumentException("Location '" + text + "' has a wildcard; name the folder,"
					+ " all folders below it are searched as well");
		}
		return new Location(kind, clean(kind, path, text));
	}

	private static String clean(Kind kind, String path, String text) {
		String cleaned = (kind == Kind.CLASSPATH && path.startsWith("/")) ? path.substring(1) : path;
		while (cleaned.length() > 1 && cleaned.endsWith("/")) {
			cleaned = cleaned.substring(0, cleaned.length() - 1);
		}
		if (cleaned.isBlank() || "/".equals(cleaned)) {
			throw new IllegalArgumentException("Location '" + text + "' names no folder");
		}
		return cleaned;
	}

	@Override
	public String toString() {
		return ((this.kind == Kind.CLASSPATH) ? "classpath:" : "file:") + this.path;
	}

	/**
	 * The kind of place.
	 */
	public enum Kind {

		/** Every root of the class path. */
		CLASSPATH,

		/** A folder. */
		FILE

	}

}
