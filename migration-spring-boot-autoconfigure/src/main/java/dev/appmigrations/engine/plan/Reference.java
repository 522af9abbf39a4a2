package dev.appmigrations.engine.plan;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import org.jspecify.annotations.Nullable;

/**
 * How people name a migration: by its version, or by its name with or without
 * {@code .sql}.
 *
 * @param text the name without {@code .sql}, or the version as files and rows have it
 * @param version the version, {@code null} if it is a name
 */
record Reference(String text, @Nullable MigrationVersion version) {

	private static final String ENDING = ".sql";

	/**
	 * Reads a reference.
	 * @param text as a person wrote it
	 * @param known the versions that there are
	 * @param what what refers to it, for a message
	 * @param problems receives a problem if it may be one of several
	 * @return the reference
	 */
	static Reference parse(String text, KnownVersions known, String what, List<Problem> problems) {
		String name = text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
		if (MigrationVersion.isVersion(name)) {
			return of(known.find(MigrationVersion.parse(name), what, problems));
		}
		return new Reference(key(name), null);
	}

	static Reference of(MigrationVersion version) {
		return new Reference(version.toString(), version);
	}

	/** Returns the key of a version in a map that holds names as well. */
	static String key(MigrationVersion version) {
		return version.toString();
	}

	/** Returns the key of a name. Migrations in Java have no ending. */
	static String key(String name) {
		return (name.endsWith(ENDING)) ? name.substring(0, name.length() - ENDING.length()) : name;
	}

	/** Returns the key in a map that holds names and versions. */
	String key() {
		return this.text;
	}

	boolean matches(Migration migration) {
		return (this.version != null) ? isVersion(migration.version()) : isName(migration.name());
	}

	boolean matches(AppliedState state) {
		if (this.version != null) {
			return isVersion(state.version());
		}
		return isName(state.row().name()) || (state.migration() != null && isName(state.migration().name()));
	}

	/**
	 * Tells whether it is among names.
	 * @param names names as files have them
	 * @return whether one of them is meant
	 */
	boolean isIn(Set<String> names) {
		return names.contains(this.text) || names.contains(this.text + ENDING);
	}

	private boolean isName(String name) {
		return this.text.equals(key(name));
	}

	private boolean isVersion(@Nullable MigrationVersion other) {
		return other != null && this.text.equals(other.toString());
	}

	@Nullable Migration in(Collection<Migration> migrations) {
		return migrations.stream().filter(this::matches).findFirst().orElse(null);
	}

}
