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
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;

/**
 * Finds versions that two migrations have, where one of them at least is pending. In the
 * layout of a tool that orders by name that is no conflict.
 */
final class VersionConflicts {

	private VersionConflicts() {
	}

	static List<Problem> find(Collection<Migration> pending, Collection<AppliedState> applied,
			Set<String> orderedByName, Set<String> begun) {
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
				problems.add(conflictWithApplied(migration, version, state, names, begun.contains(migration.name())));
			}
			else if (other != null) {
				names = (names != null) ? names : new FreeNames(pending, applied);
				// What has run is known by its name.
				boolean swapped = begun.contains(migration.name()) && !begun.contains(other.name());
				problems.add((swapped) ? conflictWithPending(other, version, migration, names, true)
						: conflictWithPending(migration, version, other, names, begun.contains(other.name())));
			}
		}
		return problems;
	}

	private static Problem conflictWithPending(Migration migration, MigrationVersion version, Migration other,
			FreeNames names, boolean begun) {
		return Problem.error(Problem.Code.DUPLICATE_VERSION,
				other.location() + " and " + migration.location() + " have one version, " + version
						+ "; neither is applied.",
				"Rename " + ((begun) ? "the one of which nothing is committed" : "one of them")
						+ withRollback(migration) + ((begun) ? ", " : ", for example ") + migration.name() + " to "
						+ names.propose(migration) + ".",
				migration.name(), other.name());
	}

	private static String withRollback(Migration migration) {
		Script rollback = migration.rollbackScript();
		return (rollback != null && rollback != migration.script()) ? " (with its rollback)" : "";
	}

	private static Problem conflictWithApplied(Migration migration, MigrationVersion version, AppliedState state,
			FreeNames names, boolean begun) {
		String reason = (state.migration() != null) ? "" : " If this is that migration under a new name, its text has"
				+ " changed as well: restore the text, and the history follows the new name.";
		return Problem.error(Problem.Code.DUPLICATE_VERSION,
				Message.of(migration.location() + " is pending, but its version " + version + " was applied as "
						+ state.row().name() + "."),
				((begun) ? Message.of("A part of it is committed. Undo that, run ")
					.and(new Call(Operation.REPAIR_START_OVER, migration.name()))
					.and(", and rename ") : Message.of("Rename "))
					.and(migration.name() + " to " + names.propose(migration) + withRollback(migration) + "." + reason),
				migration.name(), state.row().name());
	}

}
