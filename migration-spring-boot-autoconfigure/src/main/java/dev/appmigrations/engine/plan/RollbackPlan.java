package dev.appmigrations.engine.plan;

import java.util.List;

import dev.appmigrations.engine.migration.Problem;

/**
 * The rollbacks to run, and the problems in the way.
 *
 * @param steps the migrations to undo, the one that was applied last first; without those
 * that cannot be undone
 * @param problems because of which nothing may run; empty if there is none
 */
public record RollbackPlan(List<RollbackStep> steps, List<Problem> problems) {

	public RollbackPlan {
		steps = List.copyOf(steps);
		problems = List.copyOf(problems);
	}

}
