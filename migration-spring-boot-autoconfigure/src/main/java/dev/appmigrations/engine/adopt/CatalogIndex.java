package dev.appmigrations.engine.adopt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.script.MigrationCatalog;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file that a row stands for.
 */
final class CatalogIndex {

	private final Map<String, Migration> byName = new HashMap<>();

	private final NavigableMap<MigrationVersion, Migration> byVersion = new TreeMap<>();

	/** By what comes behind the number that a rewritten folder puts in front. */
	private final Map<String, Migration> byOldName = new HashMap<>();

	CatalogIndex(MigrationCatalog catalog) {
		for (Migration migration : catalog.migrations()) {
			String name = migration.name();
			this.byName.put(name, migration);
			this.byOldName.putIfAbsent(name.substring(name.indexOf('_') + 1), migration);
			if (migration.version() != null) {
				this.byVersion.putIfAbsent(migration.version(), migration);
			}
		}
	}

	/** Returns the file of an applied migration, {@code null} if there is none. */
	@Nullable Migration find(ForeignRow row) {
		return switch (row.state()) {
			case APPLIED, APPLIED_WITH_ALL_BEFORE -> file(row);
			default -> null;
		};
	}

	private @Nullable Migration file(ForeignRow row) {
		Migration named = (row.file() != null) ? this.byName.get(row.file()) : null;
		if (named != null) {
			return named;
		}
		if (row.version() != null) {
			return this.byVersion.get(row.version());
		}
		return (row.changeSet() != null && row.file() != null) ? this.byOldName.get(row.file()) : null;
	}

	/** Returns the files of a version and of all before it, in their order. */
	List<Migration> through(@Nullable MigrationVersion version) {
		return (version != null) ? List.copyOf(this.byVersion.headMap(version, true).values()) : List.of();
	}

}
