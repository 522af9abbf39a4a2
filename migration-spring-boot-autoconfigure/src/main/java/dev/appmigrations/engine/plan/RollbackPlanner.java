package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.script.RollbackName;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a rollback undoes, and finds everything that stands in its way before
 * anything runs. The order is the reverse of that in which migrations were applied,
 * whatever their versions are. A repeatable migration stands above a versioned one only
 * if it requires it.
 */
public final class RollbackPlanner {

	/** The version of a database to which nothing was applied. */
	private static final String NOTHING = "0";

	private final List<AppliedState> applied;

	private final List<Problem> found;

	private final List<Problem> all;

	private final Function<AppliedMigration, @Nullable Migration> stored;

	private final List<Problem> problems = new ArrayList<>();

	private RollbackPlanner(MigrationPlan plan, Function<AppliedMigration, @Nullable Migration> stored) {
		this.applied = plan.applied();
		this.found = plan.errors();
		this.all = plan.problems();
		this.stored = stored;
	}

	/**
	 * Makes a plan.
	 * @param plan how scripts and history stand
	 * @param request what is to be undone
	 * @param stored finds the migration of a row whose file is gone, in what the history
	 * keeps; {@code null} if it keeps nothing
	 * @return the plan with every problem that was found
	 */
	public static RollbackPlan plan(MigrationPlan plan, RollbackRequest request,
			Function<AppliedMigration, @Nullable Migration> stored) {
		return new RollbackPlanner(plan, stored).plan(request);
	}

	private RollbackPlan plan(RollbackRequest request) {
		Set<AppliedState> undone = select(request);
		List<AppliedState> order = new ArrayList<>(this.applied);
		order.retainAll(undone);
		Collections.reverse(order);
		List<RollbackStep> steps = new ArrayList<>();
		Set<String> names = new HashSet<>();
		Message limit = (request instanceof RollbackRequest.Single) ? Message.of("") : limit();
		for (AppliedState state : order) {
			names.add(state.row().name());
			Migration migration = undoable(state);
			if (migration != null) {
				names.add(migration.name());
				steps.add(new RollbackStep(state.row(), migration));
			}
			else {
				this.problems.add(obstacle(state, limit));
			}
		}
		this.found.stream()
			.filter((problem) -> problem.code() != Problem.Code.UNFINISHED_ROLLBACK)
			.filter((problem) -> !Collections.disjoint(problem.migrations(), names))
			.forEach(this.problems::add);
		return new RollbackPlan(steps, this.problems);
	}

	private @Nullable Migration undoable(AppliedState state) {
		Migration migration = migration(state);
		if (migration == null || migration.hasRollback() || migration.declarations().irreversible() != null) {
			return (hasRollback(migration)) ? migration : null;
		}
		return (EmptyScripts.ranNothing(state.row()))
				? migration.accept((sql) -> sql.withNothingToUndo("it was applied without statements")) : null;
	}

	private @Nullable Migration migration(AppliedState state) {
		return (state.migration() != null) ? state.migration() : this.stored.apply(state.row());
	}

	private static boolean hasRollback(@Nullable Migration migration) {
		return migration != null && migration.hasRollback();
	}

	/** Says how far back the database can go without the rollbacks that are missing. */
	private Message limit() {
		AppliedState last = null;
		MigrationVersion highest = null;
		for (AppliedState state : this.applied) {
			MigrationVersion version = state.version();
			boolean later = version != null && (highest == null || version.compareTo(highest) > 0);
			if (later && undoable(state) == null) {
				last = state;
				highest = version;
			}
		}
		if (last == null || highest == null) {
			return Message.of("");
		}
		MigrationVersion limit = highest;
		if (this.applied.stream().noneMatch((state) -> isAbove(state, limit))) {
			return Message.of(" As it is, the database cannot go back at all: this was the last version.");
		}
		Message text = Message
			.of(" As it is, the database can go back as far as version " + limit + " (" + last.row().name() + ")");
		return (NOTHING.equals(limit.toString())) ? text.and(".")
				: text.and(": ").and(new Call(Operation.ROLLBACK_TO, limit.toString())).and(".");
	}

	private Problem obstacle(AppliedState state, Message limit) {
		String name = state.row().name();
		for (Problem problem : this.all) {
			if (problem.code() == Problem.Code.UNREADABLE_ROLLBACK && problem.migrations().contains(name)) {
				return new Problem(problem.code(), Problem.Severity.ERROR, problem.description(),
						problem.action().and(limit), problem.migrations());
			}
		}
		Problem missing = withoutRollback(state);
		return Problem.error(missing.code(), missing.description(), missing.action().and(limit), name);
	}

	private Set<AppliedState> select(RollbackRequest request) {
		if (request instanceof RollbackRequest.Single single) {
			return select(single);
		}
		Set<AppliedState> undone = new LinkedHashSet<>();
		if (request instanceof RollbackRequest.To to) {
			// Even a version zero is undone, such as Prisma's 0_init.
			boolean all = NOTHING.equals(to.version().toString());
			MigrationVersion limit = (all) ? to.version() : known().find(to.version(), "Version", this.problems);
			if (!this.problems.isEmpty()) {
				return undone;
			}
			if (!all && this.applied.stream().noneMatch((state) -> Objects.equals(limit, state.version()))) {
				this.problems.add(notApplied("Version " + limit, limit.toString()));
				return undone;
			}
			this.applied.stream()
				.filter((state) -> (all) ? state.version() != null : isAbove(state, limit))
				.forEach(undone::add);
		}
		else if (request instanceof RollbackRequest.Last last) {
			List<AppliedState> versioned = this.applied.stream().filter((state) -> state.version() != null).toList();
			undone.addAll(versioned.subList(Math.max(0, versioned.size() - last.count()), versioned.size()));
		}
		List<AppliedState> left = dependents(undone);
		if (!left.isEmpty()) {
			this.problems.add(dependent("What is to be undone", left, undone,
					Message.of("Roll those back first, each with ").and(Call.of(Operation.ROLLBACK)).and(".")));
		}
		return undone;
	}

	private static boolean isAbove(AppliedState state, MigrationVersion limit) {
		return state.version() != null && state.version().compareTo(limit) > 0;
	}

	private Set<AppliedState> select(RollbackRequest.Single request) {
		Reference reference = Reference.parse(request.migration(), known(), "Version", this.problems);
		if (!this.problems.isEmpty()) {
			return Set.of();
		}
		AppliedState target = this.applied.stream().filter(reference::matches).findFirst().orElse(null);
		if (target == null) {
			this.problems.add(notApplied("Migration " + request.migration(), request.migration()));
			return Set.of();
		}
		Set<AppliedState> undone = new LinkedHashSet<>(List.of(target));
		Set<AppliedState> above = new LinkedHashSet<>();
		if (target.version() != null) {
			this.applied.subList(this.applied.indexOf(target) + 1, this.applied.size())
				.stream()
				.filter((state) -> state.version() != null)
				.forEach(above::add);
		}
		Set<AppliedState> all = new LinkedHashSet<>(undone);
		all.addAll(above);
		above.addAll(dependents((request.cascade()) ? all : undone));
		if (request.cascade()) {
			undone.addAll(above);
		}
		else if (!above.isEmpty()) {
			this.problems.add(dependent(target.row().name(), above, undone,
					Message.of("Roll those back first, or all of them at once: ")
						.and(new Call(Operation.ROLLBACK_CASCADE, target.row().name()))
						.and(" undoes them in reverse order.")));
		}
		return undone;
	}

	/** Finds what requires any of those, directly or not, and is not among them. */
	private List<AppliedState> dependents(Set<AppliedState> undone) {
		Set<AppliedState> all = new LinkedHashSet<>(undone);
		boolean grows = !undone.isEmpty();
		while (grows) {
			grows = false;
			for (AppliedState state : this.applied) {
				if (!all.contains(state) && state.migration() != null && requiresAny(state.migration(), all)) {
					all.add(state);
					grows = true;
				}
			}
		}
		all.removeAll(undone);
		return List.copyOf(all);
	}

	private KnownVersions known() {
		return new KnownVersions().addApplied(this.applied);
	}

	private boolean requiresAny(Migration migration, Collection<AppliedState> states) {
		KnownVersions known = known();
		return migration.requirements()
			.stream()
			.map((requirement) -> Reference.parse(requirement, known, "", new ArrayList<>()))
			.anyMatch((reference) -> states.stream().anyMatch(reference::matches));
	}

	private static Problem notApplied(String what, String name) {
		return Problem.error(Problem.Code.UNKNOWN_MIGRATION, Message.of(what + " is not applied."),
				Message.of("Correct the name; ").and(Call.of(Operation.STATUS)).and(" shows what is applied."), name);
	}

	private static Problem dependent(String what, Collection<AppliedState> above, Collection<AppliedState> undone,
			Message remedy) {
		List<String> names = new ArrayList<>(above.stream().map((state) -> state.row().name()).toList());
		Collections.reverse(names);
		String message = what + " is below others that were applied after it or require it:\n  "
				+ String.join("\n  ", names);
		undone.forEach((state) -> names.add(state.row().name()));
		return Problem.error(Problem.Code.DEPENDENT_MIGRATIONS, Message.of(message), remedy,
				names.toArray(String[]::new));
	}

	private static Problem withoutRollback(AppliedState state) {
		String name = state.row().name();
		Migration migration = state.migration();
		if (migration != null && migration.declarations().irreversible() != null) {
			return Problem.error(Problem.Code.IRREVERSIBLE_MIGRATION,
					name + " cannot be undone: " + migration.declarations().irreversible(),
					"Restore a backup, or write a new migration that leads to the state that is wanted.", name);
		}
		if (migration != null && migration.declarations().emptyRollback() != null) {
			String file = migration.declarations().emptyRollback();
			return Problem.error(Problem.Code.MISSING_ROLLBACK,
					name + " has no rollback yet: " + ((file.equals(migration.location()))
							? "the section 'down' of " + file + " has no statements." : file + " has no statements."),
					"Write there what undoes it. If there is nothing to undo, write '-- migrate:down none REASON'; if"
							+ " it cannot be undone, '-- migrate:irreversible REASON'.",
					name);
		}
		return Problem.error(Problem.Code.MISSING_ROLLBACK,
				(migration != null) ? name + " has no rollback."
						: name + " has no rollback: its file is gone, and the history keeps none.",
				(migration != null)
						? "Write " + RollbackName.of(migration.location())
								+ " beside it, or a section '-- migrate:down' at the end of the file."
						: "Run this with a release that has the file, or restore it with its rollback.",
				name);
	}

}
