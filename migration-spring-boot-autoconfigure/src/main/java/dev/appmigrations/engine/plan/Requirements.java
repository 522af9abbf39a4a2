package dev.appmigrations.engine.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Puts migrations in an order in which each comes after what it requires: the next is
 * always the first, in the order that they had, of those whose requirements are met. So
 * only those that require a later one move, and they move back; nothing comes to run
 * before files that its author could rely on.
 *
 * @param order the migrations in their new order; those in a cycle last
 * @param problems requirements that cannot be met
 */
record Requirements(List<Migration> order, List<Problem> problems) {

	/**
	 * Orders migrations.
	 * @param candidates those that are to run, in the order of versions
	 * @param leftOut others that are pending and do not run
	 * @param marks others that will be marked as applied before
	 * @param applied the history
	 * @return the order
	 */
	static Requirements resolve(List<Migration> candidates, Collection<Migration> leftOut, Collection<Migration> marks,
			Collection<AppliedState> applied) {
		if (!anyRequires(candidates)) {
			return new Requirements(List.copyOf(candidates), List.of());
		}
		Graph graph = new Graph(candidates, leftOut, marks, applied);
		List<Migration> order = graph.order();
		return new Requirements(order, graph.problems);
	}

	private static boolean anyRequires(List<Migration> candidates) {
		for (Migration migration : candidates) {
			if (!migration.requirements().isEmpty()) {
				return true;
			}
		}
		return false;
	}

	private static final class Graph {

		private final List<Migration> candidates;

		/** The requirements of each among the others that are not in the order yet. */
		private final List<Set<Integer>> unmet = new ArrayList<>();

		private final List<List<Integer>> dependents = new ArrayList<>();

		private final List<Problem> problems = new ArrayList<>();

		Graph(List<Migration> candidates, Collection<Migration> leftOut, Collection<Migration> marks,
				Collection<AppliedState> applied) {
			this.candidates = candidates;
			KnownVersions known = new KnownVersions().add(candidates).add(leftOut).add(marks).addApplied(applied);
			Map<String, Integer> numbers = new HashMap<>();
			for (int i = 0; i < candidates.size(); i++) {
				Migration migration = candidates.get(i);
				numbers.put(Reference.key(migration.name()), i);
				if (migration.version() != null) {
					numbers.putIfAbsent(Reference.key(migration.version()), i);
				}
				this.unmet.add(new LinkedHashSet<>());
				this.dependents.add(new ArrayList<>());
			}
			Set<String> met = keys(applied);
			for (int i = 0; i < candidates.size(); i++) {
				for (String requirement : candidates.get(i).requirements()) {
					int problemsBefore = this.problems.size();
					Reference reference = Reference.parse(requirement, known,
							candidates.get(i).location() + " requires version", this.problems);
					Integer required = numbers.get(reference.key());
					if (required == null) {
						if (this.problems.size() == problemsBefore && !met.contains(reference.key())
								&& reference.in(marks) == null) {
							this.problems.add(unmet(candidates.get(i), requirement, reference.in(leftOut)));
						}
					}
					else if (this.unmet.get(i).add(required)) {
						this.dependents.get(required).add(i);
					}
				}
			}
		}

		private static Set<String> keys(Collection<AppliedState> applied) {
			Set<String> keys = new HashSet<>();
			for (AppliedState state : applied) {
				keys.add(Reference.key(state.row().name()));
				if (state.version() != null) {
					keys.add(Reference.key(state.version()));
				}
				if (state.migration() != null) {
					keys.add(Reference.key(state.migration().name()));
				}
			}
			return keys;
		}

		private static Problem unmet(Migration migration, String requirement, @Nullable Migration waiting) {
			if (waiting != null && waiting.phase() == Phase.CONTRACT && migration.phase() == Phase.EXPAND) {
				return Problem.error(Problem.Code.UNMET_REQUIREMENT,
						migration.location() + " requires " + waiting.location()
								+ ", which is of the phase contract and waits until the old release is gone.",
						"Make " + migration.name() + " a contract migration as well (-- migrate:phase contract), or let"
								+ " it not require " + waiting.name() + ".",
						migration.name(), waiting.name());
			}
			if (waiting != null && EmptyScripts.isEmpty(waiting)) {
				return Problem.error(Problem.Code.UNMET_REQUIREMENT,
						migration.location() + " requires " + waiting.location()
								+ ", which has no statements and is skipped.",
						"Fill " + waiting.name() + ", or correct the directive 'requires' in " + migration.name() + ".",
						migration.name(), waiting.name());
			}
			if (waiting != null) {
				return Problem.error(Problem.Code.UNMET_REQUIREMENT,
						migration.location() + " requires " + waiting.location()
								+ ", which is not applied and is not part of this run.",
						"Apply " + waiting.name() + " first.", migration.name(), waiting.name());
			}
			return Problem.error(Problem.Code.UNKNOWN_REQUIREMENT,
					migration.location() + " requires " + requirement
							+ ", which is neither applied nor among the migrations.",
					"Correct the directive 'requires' in " + migration.name() + ", or add what it names.",
					migration.name());
		}

		List<Migration> order() {
			List<Migration> order = new ArrayList<>(this.candidates.size());
			PriorityQueue<Integer> ready = new PriorityQueue<>();
			for (int i = 0; i < this.unmet.size(); i++) {
				if (this.unmet.get(i).isEmpty()) {
					ready.add(i);
				}
			}
			for (Integer next = ready.poll(); next != null; next = ready.poll()) {
				order.add(this.candidates.get(next));
				for (Integer dependent : this.dependents.get(next)) {
					this.unmet.get(dependent).remove(next);
					if (this.unmet.get(dependent).isEmpty()) {
						ready.add(dependent);
					}
				}
			}
			if (order.size() < this.candidates.size()) {
				Set<Migration> ordered = new HashSet<>(order);
				this.candidates.stream().filter((migration) -> !ordered.contains(migration)).forEach(order::add);
				reportCycles();
			}
			return order;
		}

		/** Walks depth first along what is unmet; each way back is a cycle. */
		private void reportCycles() {
			Set<Integer> done = new HashSet<>();
			Set<Set<Integer>> reported = new HashSet<>();
			for (int start = 0; start < this.unmet.size(); start++) {
				List<Integer> path = new ArrayList<>();
				Deque<Iterator<Integer>> ways = new ArrayDeque<>();
				Set<Integer> onPath = new HashSet<>();
				if (done.add(start)) {
					path.add(start);
					onPath.add(start);
					ways.push(this.unmet.get(start).iterator());
				}
				while (!ways.isEmpty()) {
					if (!ways.peek().hasNext()) {
						ways.pop();
						onPath.remove(path.remove(path.size() - 1));
						continue;
					}
					Integer next = ways.peek().next();
					if (onPath.contains(next)) {
						reportCycle(path, next, reported);
					}
					else if (done.add(next)) {
						path.add(next);
						onPath.add(next);
						ways.push(this.unmet.get(next).iterator());
					}
				}
			}
		}

		private void reportCycle(List<Integer> path, Integer start, Set<Set<Integer>> reported) {
			List<Integer> cycle = path.subList(path.indexOf(start), path.size());
			if (!reported.add(Set.copyOf(cycle))) {
				return;
			}
			String[] names = cycle.stream().map((number) -> this.candidates.get(number).name()).toArray(String[]::new);
			this.problems.add(Problem.error(
					Problem.Code.CYCLIC_REQUIREMENTS, "These migrations require each other: "
							+ String.join(" requires ", names) + " requires " + names[0] + ".",
					"Remove one of the directives 'requires'.", names));
		}

	}

}
