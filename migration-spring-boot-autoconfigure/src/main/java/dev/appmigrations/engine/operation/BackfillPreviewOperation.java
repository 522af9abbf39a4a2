package dev.appmigrations.engine.operation;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.backfill.BackfillPreview;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.BackfillPlan;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * Looks at backfills that are not done, and executes nothing.
 */
final class BackfillPreviewOperation {

	private final RunContext context;

	private final @Nullable String name;

	BackfillPreviewOperation(RunContext context, @Nullable String name) {
		this.context = context;
		this.name = name;
	}

	List<BackfillPlan> run() {
		MigrationRun run = new MigrationRun(this.context, PlanRequest.ALL);
		return run.inSession((session) -> {
			Assessment assessment = run.assess(session);
			List<BackfillMigration> backfills = (this.name != null)
					? List.of(new BackfillFinder(this.name).in(assessment)) : all(assessment);
			List<BackfillPlan> plans = new ArrayList<>();
			if (!backfills.isEmpty()) {
				new BackfillSession(this.context, session, assessment);
				BackfillPreview preview = new BackfillPreview(session, this.context.placeholders(),
						this.context.options().history().schema());
				backfills.forEach((backfill) -> plans.add(preview.look(backfill)));
			}
			return plans;
		});
	}

	private static List<BackfillMigration> all(Assessment assessment) {
		List<BackfillMigration> all = new ArrayList<>(assessment.plan().backfills());
		for (MigrationStep step : assessment.plan().steps()) {
			if (step.migration() instanceof BackfillMigration backfill) {
				all.add(backfill);
			}
		}
		return all;
	}

}
