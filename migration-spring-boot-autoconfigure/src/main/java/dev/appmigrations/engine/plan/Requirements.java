package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;

/**
 * Puts migrations in an order in which each comes after what it requires, and as near as
 * possible to the order that they had: a depth-first walk in that order.
 *
 * @param order the migrations in their new order
 * @param problems requirements that cannot be met
 */
record Requirements(List<Migration> order, List<Problem> problems) {

	static Requirements resolve(List<Migration> candidates, Collection<AppliedState> applied) {
		if (candidates.isEmpty()) {
			return new Requirements(List.of(), List.of());
		}
		Walk walk = new Walk(candidates, applied);
		candidates.forEach((migration) -> walk.visit(migration, new LinkedHashSet<>()));
		return new Requirements(List.copyOf(walk.order), walk.problems);
	}

	private static final class Walk {

		private final Map<Object, Migration> candidates = new HashMap<>();

		private final Set<Object> applied = new HashSet<>();

		private final Set<Migration> order = new LinkedHashSet<>();

		private final List<Problem> problems = new ArrayList<>();

		private final Set<Set<Migration>> cycles = new HashSet<>();

		Walk(List<Migration> candidates, Collection<AppliedState> applied) {
			for (Migration migration : candidates) {
				this.candidates.put(migration.name(), migration);
				if (migration.version() != null) {
					this.candidates.putIfAbsent(migration.version(), migration);
				}
			}
			for (AppliedState state : applied) {
				this.applied.add(state.row().name());
				if (state.version() != null) {
					this.applied.add(state.version());
				}
				if (state.migration() != null) {
					this.applied.add(state.migration().name());
				}
			}
		}

		void visit(Migration migration, Set<Migration> path) {
			if (this.order.contains(migration)) {
				return;
			}
			if (!path.add(migration)) {
				reportCycle(migration, path);
				return;
			}
			for (String requirement : migration.requirements()) {
				Object key = (MigrationVersion.isVersion(requirement)) ? MigrationVersion.parse(requirement)
						: requirement;
				Migration required = this.candidates.get(key);
				if (required != null) {
					visit(required, path);
				}
				else if (!this.applied.contains(key)) {
					this.problems.add(Problem.error(Problem.Code.UNKNOWN_REQUIREMENT,
							migration.location() + " requires " + requirement
									+ ", which is neither applied nor among the migrations.",
							"Correct the directive 'requires' in " + migration.name() + ", or add what it names.",
							migration.name()));
				}
			}
			path.remove(migration);
			this.order.add(migration);
		}

		private void reportCycle(Migration start, Set<Migration> path) {
			List<Migration> cycle = new ArrayList<>(path);
			cycle = cycle.subList(cycle.indexOf(start), cycle.size());
			if (!this.cycles.add(new HashSet<>(cycle))) {
				return;
			}
			String[] names = cycle.stream().map(Migration::name).toArray(String[]::new);
			this.problems.add(Problem.error(
					Problem.Code.CYCLIC_REQUIREMENTS, "These migrations require each other: "
							+ String.join(" requires ", names) + " requires " + start.name() + ".",
					"Remove one of the directives 'requires'.", names));
		}

	}

}
