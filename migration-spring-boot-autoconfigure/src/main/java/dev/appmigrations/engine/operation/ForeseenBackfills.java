package dev.appmigrations.engine.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.appmigrations.engine.backfill.BackfillPreview;
import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.plan.RequiredMigrations;
import dev.appmigrations.engine.report.BackfillPlan;
import dev.appmigrations.engine.report.DryRunReport;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.RunContext;

/**
 * What becomes of backfills that have not begun: which are done at their place, which are
 * left to be done in batches, and what waits for these.
 */
final class ForeseenBackfills {

	private final RunContext context;

	private final Session session;

	private final Assessment assessment;

	ForeseenBackfills(RunContext context, Session session, Assessment assessment) {
		this.context = context;
		this.session = session;
		this.assessment = assessment;
	}

	/**
	 * Looks at each, and executes nothing.
	 * @return what was found, in the order of the plan
	 */
	List<DryRunReport.Backfill> look() throws BatchFailedException {
		List<BackfillMigration> pending = new ArrayList<>();
		for (MigrationStep step : this.assessment.plan().steps()) {
			if (step.migration() instanceof BackfillMigration backfill) {
				pending.add(backfill);
			}
		}
		List<DryRunReport.Backfill> found = new ArrayList<>();
		if (!pending.isEmpty()) {
			this.context.beginWork(this.session, this.assessment.facts().pooled());
			BackfillPreview preview = new BackfillPreview(this.session, this.context.placeholders(),
					this.context.options().history().schema());
			pending.forEach((backfill) -> found.add(look(backfill, preview)));
		}
		return found;
	}

	private DryRunReport.Backfill look(BackfillMigration backfill, BackfillPreview preview) {
		try {
			BackfillPlan plan = preview.look(backfill);
			return new DryRunReport.Backfill(backfill.name(), isInBatches(backfill, plan), plan, null);
		}
		catch (MigrationException ex) {
			return unknown(backfill, ex.description().lines().findFirst().orElse(""));
		}
		catch (DatabaseErrorException ex) {
			if (ex.error().connectionLost()) {
				throw ex;
			}
			return unknown(backfill, ex.error().message());
		}
	}

	/** Where the table cannot be looked at yet, it is not known whether it is large. */
	private static DryRunReport.Backfill unknown(BackfillMigration backfill, String reason) {
		return new DryRunReport.Backfill(backfill.name(), isNeverInline(backfill), null, reason);
	}

	private boolean isInBatches(BackfillMigration backfill, BackfillPlan plan) {
		boolean newDatabase = this.assessment.found().state() == HistorySnapshot.State.ABSENT
				&& this.assessment.found().content().isEmpty();
		boolean inline = newDatabase || backfill.spec().run() == BackfillSpec.Run.STARTUP || plan.small();
		return isNeverInline(backfill) || !inline;
	}

	private static boolean isNeverInline(BackfillMigration backfill) {
		BackfillSpec spec = backfill.known();
		return spec != null && (spec.run() == BackfillSpec.Run.BACKGROUND || spec.run() == BackfillSpec.Run.COMMAND);
	}

	/**
	 * Adds to what waits already whatever requires what is left.
	 * @param backfills what was found
	 * @return all that would wait
	 */
	List<WaitingReport> waiting(List<DryRunReport.Backfill> backfills) {
		List<WaitingReport> known = this.assessment.report().waiting();
		Set<String> left = backfills.stream()
			.filter(DryRunReport.Backfill::inBatches)
			.map(DryRunReport.Backfill::name)
			.collect(Collectors.toSet());
		if (left.isEmpty()) {
			return known;
		}
		List<Migration> open = new ArrayList<>();
		this.assessment.plan().steps().forEach((step) -> open.add(step.migration()));
		open.addAll(this.assessment.plan().waiting());
		RequiredMigrations required = new RequiredMigrations(open);
		Map<String, WaitingReport> waiting = new LinkedHashMap<>();
		known.forEach((report) -> waiting.put(report.name(), report));
		for (Migration migration : open) {
			Set<String> awaited = new LinkedHashSet<>();
			required.of(List.of(migration)).forEach((needed) -> awaited.add(needed.name()));
			awaited.retainAll(left);
			WaitingReport before = waiting.get(migration.name());
			if (!awaited.isEmpty() && !left.contains(migration.name())) {
				awaited.addAll((before != null) ? before.awaits() : List.of());
				waiting.put(migration.name(),
						WaitingReport.of(migration, this.assessment.found().progress(), List.copyOf(awaited)));
			}
		}
		return List.copyOf(waiting.values());
	}

}
