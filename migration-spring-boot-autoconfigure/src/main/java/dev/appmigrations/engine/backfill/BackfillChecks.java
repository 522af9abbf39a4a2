package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.plan.AppliedState;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.MigrationState;
import dev.appmigrations.engine.script.Placeholders;

/**
 * Finds what is wrong with backfills that are not done, before anything runs. Only where
 * there are any are files read again.
 */
public final class BackfillChecks {

	private BackfillChecks() {
	}

	/**
	 * Finds what is wrong.
	 * @param migrations what the application ships
	 * @param plan how it compares with the history
	 * @param placeholders what is replaced in scripts
	 * @return the problems; none where all backfills are done
	 * @throws dev.appmigrations.engine.migration.MigrationException if a script cannot be
	 * read
	 */
	public static List<Problem> problems(List<Migration> migrations, MigrationPlan plan, Placeholders placeholders) {
		// A start with nothing to do comes here: it has loops where a stream would cost
		// more.
		boolean any = false;
		for (Migration migration : migrations) {
			any |= migration instanceof BackfillMigration;
		}
		if (!any) {
			return List.of();
		}
		List<Migration> pending = pending(migrations, plan);
		List<Problem> problems = new ArrayList<>();
		BackfillOrder order = new BackfillOrder(migrations, pending, placeholders);
		for (Migration migration : pending) {
			if (migration instanceof BackfillMigration backfill && backfill.isInJava()) {
				problems.addAll(order.problems(backfill, List.of()));
			}
			else if (migration instanceof BackfillMigration backfill) {
				List<RangedStatement> statements = RangedStatements.read(backfill.file().up(), placeholders);
				problems
					.addAll(BackfillScript.problems(backfill.file().up(), statements, backfill.spec().key().size()));
				if (!statements.isEmpty()) {
					problems.addAll(order.problems(backfill, statements));
				}
				problems.addAll(rollback(backfill, placeholders));
			}
		}
		return problems;
	}

	private static List<Migration> pending(List<Migration> migrations, MigrationPlan plan) {
		Set<String> applied = new HashSet<>();
		for (AppliedState state : plan.applied()) {
			Migration migration = state.migration();
			if (state.state() != MigrationState.OUTDATED) {
				applied.add((migration != null) ? migration.name() : state.row().name());
			}
		}
		for (Migration marked : plan.marks()) {
			applied.add(marked.name());
		}
		List<Migration> pending = new ArrayList<>();
		for (Migration migration : migrations) {
			if (!applied.contains(migration.name())) {
				pending.add(migration);
			}
		}
		return pending;
	}

	/** A rollback stops nothing but itself. */
	private static List<Problem> rollback(BackfillMigration backfill, Placeholders placeholders) {
		if (backfill.undo() == null) {
			return List.of();
		}
		List<Problem> problems = new ArrayList<>();
		for (Problem problem : BackfillScript.problems(backfill.file().rollback(),
				RangedStatements.read(backfill.file().rollback(), placeholders), backfill.undo().key().size())) {
			problems.add(Problem.warning(Problem.Code.UNREADABLE_ROLLBACK, problem.description(),
					problem.action().and(" Until then, " + backfill.name() + " cannot be rolled back."),
					backfill.name()));
		}
		return problems;
	}

}
