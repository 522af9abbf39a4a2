package dev.appmigrations.engine.backfill;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.plan.KnownVersions;
import org.jspecify.annotations.Nullable;

/**
 * Which files come after which others because they require them, directly or not.
 */
final class RequiredFiles {

	private final List<Migration> migrations;

	private final KnownVersions versions;

	RequiredFiles(List<Migration> migrations) {
		this.migrations = migrations;
		this.versions = new KnownVersions().add(migrations);
	}

	/** Tells whether one file cannot run before the other has. */
	boolean requires(Migration migration, Migration required) {
		Set<String> seen = new HashSet<>();
		Deque<Migration> left = new ArrayDeque<>(List.of(migration));
		while (!left.isEmpty()) {
			for (String requirement : left.remove().requirements()) {
				Migration found = find(requirement);
				if (found == required) {
					return true;
				}
				if (found != null && seen.add(found.name())) {
					left.add(found);
				}
			}
		}
		return false;
	}

	private @Nullable Migration find(String requirement) {
		MigrationVersion version = (MigrationVersion.isVersion(requirement))
				? this.versions.find(MigrationVersion.parse(requirement), "", new ArrayList<>()) : null;
		for (Migration migration : this.migrations) {
			if ((version != null) ? version.toString().equals(String.valueOf(migration.version()))
					: requirement.equals(migration.name())) {
				return migration;
			}
		}
		return null;
	}

}
