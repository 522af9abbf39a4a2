package dev.appmigrations.engine.plan;

import java.util.Collection;
import java.util.Objects;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * How people name a migration: by its version, or by its name with or without
 * {@code .sql}.
 *
 * @param text as it was written
 * @param version the version, {@code null} if it is a name
 */
record Reference(String text, @Nullable MigrationVersion version) {

	static Reference parse(String text) {
		String name = text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
		if (MigrationVersion.isVersion(name)) {
			return new Reference(name, MigrationVersion.parse(name));
		}
		return new Reference((name.endsWith(".sql")) ? name : name + ".sql", null);
	}

	/** The key of a map that holds names and versions. */
	Object key() {
		return (this.version != null) ? this.version : this.text;
	}

	boolean matches(Migration migration) {
		return (this.version != null) ? Objects.equals(this.version, migration.version())
				: this.text.equals(migration.name());
	}

	boolean matches(AppliedState state) {
		if (this.version != null) {
			return Objects.equals(this.version, state.version());
		}
		return this.text.equals(state.row().name())
				|| (state.migration() != null && this.text.equals(state.migration().name()));
	}

	@Nullable Migration in(Collection<Migration> migrations) {
		return migrations.stream().filter(this::matches).findFirst().orElse(null);
	}

}
