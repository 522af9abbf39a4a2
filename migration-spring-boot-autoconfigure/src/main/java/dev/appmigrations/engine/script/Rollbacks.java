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
import org.jspecify.annotations.Nullable;

/**
 * Pairs each rollback that is a file of its own with its migration: the one of the same
 * version and description, or else the one of the same version. Where another tool had
 * allowed several migrations of one version, each keeps its own.
 *
 * @param byMigration the rollback of each migration that has one, by its file name
 * @param problems rollbacks that belong to no migration, or to one that has another
 */
record Rollbacks(Map<String, Script> byMigration, List<Problem> problems) {

	/**
	 * Pairs files.
	 * @param migrations the migrations
	 * @param rollbacks the rollbacks, in their order
	 * @return the pairs
	 */
	static Rollbacks pair(List<Named> migrations, List<Named> rollbacks) {
		if (rollbacks.isEmpty()) {
			return new Rollbacks(Map.of(), List.of());
		}
		Map<MigrationVersion, List<Named>> free = new HashMap<>();
		for (Named migration : migrations) {
			MigrationVersion version = migration.name().version();
			if (version != null) {
				free.computeIfAbsent(version, (key) -> new ArrayList<>(1)).add(migration);
			}
		}
		Map<String, Script> pairs = new HashMap<>();
		Map<Named, List<Named>> others = new LinkedHashMap<>();
		List<Problem> problems = new ArrayList<>();
		for (Named rollback : rollbacks) {
			String description = rollback.name().description();
			List<Named> candidates = candidates(free, rollback.name().version());
			if (candidates == null) {
				problems.add(ScriptProblems.orphan(rollback.script()));
			}
			else if (!take(candidates, (candidate) -> candidate.name().description().equals(description),
					rollback.script(), pairs)) {
				others.put(rollback, candidates);
			}
		}
		others.forEach((rollback, candidates) -> {
			if (!take(candidates, (candidate) -> true, rollback.script(), pairs)) {
				problems.add(ScriptProblems.secondRollback(rollback.script(), "version " + rollback.name().version()));
			}
		});
		return new Rollbacks(pairs, problems);
	}

	/**
	 * Returns those of the same version, or else of the only one that padding makes
	 * alike.
	 */
	private static @Nullable List<Named> candidates(Map<MigrationVersion, List<Named>> free,
			@Nullable MigrationVersion version) {
		List<Named> same = free.get(version);
		if (same != null || version == null) {
			return same;
		}
		List<List<Named>> alike = free.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().isAlike(version))
			.map(Map.Entry::getValue)
			.toList();
		return (alike.size() == 1) ? alike.get(0) : null;
	}

	private static boolean take(List<Named> candidates, Predicate<Named> condition, Script rollback,
			Map<String, Script> pairs) {
		Optional<Named> migration = candidates.stream().filter(condition).findFirst();
		migration.ifPresent((taken) -> {
			candidates.remove(taken);
			pairs.put(taken.script().fileName(), rollback);
		});
		return migration.isPresent();
	}

	/**
	 * A file with what its name says.
	 *
	 * @param script the file
	 * @param name what its name says
	 */
	record Named(Script script, ScriptName name) {

	}

}
