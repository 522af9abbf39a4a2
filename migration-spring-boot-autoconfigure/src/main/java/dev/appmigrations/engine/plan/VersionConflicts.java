package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;

/**
 * Finds versions that two migrations have, where one of them at least is pending. In the
 * layout of a tool that orders by name that is no conflict.
 */
final class VersionConflicts {

	private VersionConflicts() {
	}

	static List<Problem> find(Collection<Migration> pending, Collection<AppliedState> applied,
			Set<String> orderedByName) {
		if (pending.isEmpty()) {
			return List.of();
		}
		Map<MigrationVersion, AppliedState> taken = new HashMap<>();
		for (AppliedState state : applied) {
			MigrationVersion version = state.version();
			if (version != null) {
				taken.put(version, state);
			}
		}
		FreeNames names = null;
		List<Problem> problems = new ArrayList<>();
		Map<MigrationVersion, Migration> first = new HashMap<>();
		for (Migration migration : pending) {
			MigrationVersion version = migration.version();
			if (version == null) {
				continue;
			}
			AppliedState state = taken.get(version);
			Migration other = first.putIfAbsent(version, migration);
			if (orderedByName.contains(migration.name())) {
				other = (other != null && orderedByName.contains(other.name())) ? null : other;
				state = (state != null && orderedByName.contains(state.row().name())) ? null : state;
			}
			if (state != null) {
				names = (names != null) ? names : new FreeNames(pending, applied);
				problems.add(conflictWithApplied(migration, version, state, names));
			}
			else if (other != null) {
				names = (names != null) ? names : new FreeNames(pending, applied);
				problems.add(conflictWithPending(migration, version, other, names));
			}
		}
		return problems;
	}

	private static Problem conflictWithPending(Migration migration, MigrationVersion version, Migration other,
			FreeNames names) {
		return Problem.error(Problem.Code.DUPLICATE_VERSION,
				other.location() + " and " + migration.location() + " have one version, " + version
						+ "; neither is applied.",
				"Rename one of them" + withRollback(migration) + ", for example " + migration.name() + " to "
						+ names.propose(migration) + ".",
				migration.name(), other.name());
	}

	private static String withRollback(Migration migration) {
		Script rollback = migration.rollbackScript();
		return (rollback != null && rollback != migration.script()) ? " (with its rollback)" : "";
	}

	private static Problem conflictWithApplied(Migration migration, MigrationVersion version, AppliedState state,
			FreeNames names) {
		String reason = (state.migration() != null) ? "" : " If this is that migration under a new name, its text has"
				+ " changed as well: restore the text, and the history follows the new name.";
		return Problem.error(Problem.Code.DUPLICATE_VERSION,
				migration.location() + " is pending, but its version " + version + " was applied as "
						+ state.row().name() + ".",
				"Rename " + migration.name() + " to " + names.propose(migration) + withRollback(migration) + "."
						+ reason,
				migration.name(), state.row().name());
	}

}
