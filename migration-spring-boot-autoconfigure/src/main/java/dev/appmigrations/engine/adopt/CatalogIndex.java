package dev.appmigrations.engine.adopt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import dev.appmigrations.engine.adopt.folder.ScriptMarkers;
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

	private final MigrationCatalog catalog;

	/** Only looked for where it is needed, because it takes reading the files. */
	private @Nullable Map<String, Migration> byLogicalPath;

	CatalogIndex(MigrationCatalog catalog) {
		this.catalog = catalog;
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
		if (row.changeSet() == null || row.file() == null) {
			return null;
		}
		Migration renamed = this.byOldName.get(row.file());
		return (renamed != null) ? renamed : logicalPaths().get(row.file());
	}

	private Map<String, Migration> logicalPaths() {
		Map<String, Migration> paths = this.byLogicalPath;
		if (paths == null) {
			paths = new HashMap<>();
			for (Migration migration : this.catalog.migrations()) {
				for (String path : ScriptMarkers.of(migration).logicalPaths()) {
					paths.putIfAbsent(ForeignRow.withoutFolder(path), migration);
				}
			}
			this.byLogicalPath = paths;
		}
		return paths;
	}

	/** Returns the files of a version and of all before it, in their order. */
	List<Migration> through(@Nullable MigrationVersion version) {
		return (version != null) ? List.copyOf(this.byVersion.headMap(version, true).values()) : List.of();
	}

}
