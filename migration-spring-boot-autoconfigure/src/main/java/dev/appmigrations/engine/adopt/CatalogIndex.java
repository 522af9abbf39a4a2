package dev.appmigrations.engine.adopt;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

	private final Map<String, Migration> byVersionText = new HashMap<>();

	/** In their order. */
	private final List<Migration> versioned;

	/** By what comes behind the number that a rewritten folder puts in front. */
	private final Map<String, Migration> byOldName = new HashMap<>();

	/**
	 * By digits and letters alone: Diesel's version of a folder without an underscore.
	 */
	private final Map<String, Migration> byLetters = new HashMap<>();

	private final MigrationCatalog catalog;

	/** Only looked for where it is needed, because it takes reading the files. */
	private @Nullable Map<String, Migration> byLogicalPath;

	CatalogIndex(MigrationCatalog catalog) {
		this.catalog = catalog;
		for (Migration migration : catalog.migrations()) {
			String name = migration.name();
			this.byName.put(name, migration);
			this.byOldName.putIfAbsent(name.substring(name.indexOf('_') + 1), migration);
			this.byLetters.putIfAbsent(letters(name.replace(".sql", "")), migration);
			if (migration.version() != null) {
				this.byVersionText.putIfAbsent(migration.version().toString(), migration);
			}
		}
		this.versioned = catalog.migrations()
			.stream()
			.filter((migration) -> migration.version() != null)
			.sorted(Comparator.comparing((migration) -> Objects.requireNonNull(migration.version())))
			.toList();
	}

	/** Returns the file of an applied migration, {@code null} if there is none. */
	@Nullable Migration find(ForeignRow row) {
		return switch (row.state()) {
			case APPLIED, APPLIED_WITH_ALL_BEFORE -> file(row);
			default -> null;
		};
	}

	private static String letters(String name) {
		return name.replaceAll("[-_]", "");
	}

	private @Nullable Migration file(ForeignRow row) {
		Migration named = (row.file() != null) ? this.byName.get(row.file()) : null;
		if (named != null) {
			return named;
		}
		Migration renamed = (row.file() != null) ? this.byOldName.get(row.file()) : null;
		if (renamed != null) {
			return renamed;
		}
		if (row.version() != null) {
			return ofVersion(row.version());
		}
		if (row.file() == null) {
			return this.byLetters.get(letters(row.name()));
		}
		return (row.changeSet() != null) ? logicalPaths().get(row.file()) : null;
	}

	/**
	 * Finds the file whose version is written in the same way, or else the only one whose
	 * version is equal or alike: tools that keep versions as text apply two files whose
	 * versions differ in their zeros.
	 */
	private @Nullable Migration ofVersion(MigrationVersion version) {
		Migration exact = this.byVersionText.get(version.toString());
		if (exact != null) {
			return exact;
		}
		Migration found = null;
		for (Migration migration : this.versioned) {
			if (version.isAlike(Objects.requireNonNull(migration.version()))) {
				if (found != null) {
					return null;
				}
				found = migration;
			}
		}
		return found;
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
		if (version == null) {
			return List.of();
		}
		Migration last = ofVersion(version);
		MigrationVersion limit = (last != null) ? Objects.requireNonNull(last.version()) : version;
		return this.versioned.stream()
			.filter((migration) -> Objects.requireNonNull(migration.version()).compareTo(limit) <= 0)
			.toList();
	}

}
