package dev.appmigrations.engine.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;

/**
 * Pairs each rollback that is a file of its own with its migration: the one of the same
 * version and description, or else the one of the same version. Where another tool had
 * allowed several migrations of one version, each keeps its own.
 *
 * @param byMigration the rollback of each migration that has one
 * @param problems rollbacks that belong to no migration, or to one that has another
 */
record Rollbacks(Map<Script, Script> byMigration, List<Problem> problems) {

	/**
	 * Pairs files.
	 * @param migrations the migrations with what their names say
	 * @param rollbacks the rollbacks with what their names say, in their order
	 * @return the pairs
	 */
	static Rollbacks pair(Map<Script, ScriptName> migrations, Map<Script, ScriptName> rollbacks) {
		Map<MigrationVersion, List<Named>> free = new HashMap<>();
		migrations.forEach((script, name) -> {
			if (name.version() != null) {
				free.computeIfAbsent(name.version(), (version) -> new ArrayList<>(1)).add(new Named(script, name));
			}
		});
		Map<Script, Script> pairs = new HashMap<>();
		Map<Named, List<Named>> others = new LinkedHashMap<>();
		List<Problem> problems = new ArrayList<>();
		rollbacks.forEach((script, name) -> {
			List<Named> candidates = free.get(name.version());
			if (candidates == null) {
				problems.add(ScriptProblems.orphan(script));
			}
			else if (!take(candidates, (candidate) -> candidate.name().description().equals(name.description()), script,
					pairs)) {
				others.put(new Named(script, name), candidates);
			}
		});
		others.forEach((rollback, candidates) -> {
			if (!take(candidates, (candidate) -> true, rollback.script(), pairs)) {
				problems.add(ScriptProblems.secondRollback(rollback.script(), "version " + rollback.name().version()));
			}
		});
		return new Rollbacks(pairs, problems);
	}

	private static boolean take(List<Named> candidates, Predicate<Named> condition, Script rollback,
			Map<Script, Script> pairs) {
		Optional<Named> migration = candidates.stream().filter(condition).findFirst();
		migration.ifPresent((taken) -> {
			candidates.remove(taken);
			pairs.put(taken.script(), rollback);
		});
		return migration.isPresent();
	}

	private record Named(Script script, ScriptName name) {

	}

}
