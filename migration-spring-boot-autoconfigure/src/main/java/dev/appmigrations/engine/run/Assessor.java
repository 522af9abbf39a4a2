package dev.appmigrations.engine.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.appmigrations.engine.backfill.BackfillChecks;
import dev.appmigrations.engine.history.HistoryReading;
import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.PiggybackQuery;
import dev.appmigrations.engine.history.SchemaContent;
import dev.appmigrations.engine.history.Strength;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.MigrationPlanner;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.StepReport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the history, and plans: how scripts and database stand.
 */
final class Assessor {

	private final RunContext context;

	private final PlanRequest request;

	private final CatalogReading reading;

	private final Instant start;

	/** Whether another tool's history has a say: not where a person has decided. */
	private final boolean foreignMatters;

	/** Replaces the first reading of the history, {@code null} for none. */
	private @Nullable HistoryReading firstReading;

	private boolean historyExpected = true;

	/** How far the tables are to be believed. */
	private Strength strength = Strength.READ;

	/**
	 * Creates an assessor.
	 * @param context what all runs share
	 * @param request what is to be done
	 * @param reading reads the scripts
	 * @param foreignMatters whether another tool's history has a say
	 * @param firstReading replaces the first reading of the history, {@code null} for
	 * none
	 */
	Assessor(RunContext context, PlanRequest request, CatalogReading reading, boolean foreignMatters,
			@Nullable HistoryReading firstReading) {
		this.context = context;
		boolean off = context.options().rules().backfills().mode() == BackfillOptions.Mode.OFF;
		this.request = (off && !context.scratch()) ? request.withoutBackfills() : request;
		this.reading = reading;
		this.foreignMatters = foreignMatters;
		this.firstReading = firstReading;
		this.start = context.clock().instant();
	}

	/**
	 * Believes the tables only so far from now on.
	 * @param strength how far
	 * @return how far it was before
	 */
	Strength believe(Strength strength) {
		Strength before = this.strength;
		this.strength = strength;
		return before;
	}

	/**
	 * Returns an assessor with another request for the same scripts.
	 * @param other what is to be done
	 * @return a new assessor, which believes as much as this one
	 */
	Assessor with(PlanRequest other) {
		Assessor assessor = new Assessor(this.context, other, this.reading, this.foreignMatters, null);
		assessor.historyExpected = this.historyExpected;
		assessor.strength = this.strength;
		return assessor;
	}

	/**
	 * Reads the history, and plans.
	 * @param session the connection
	 * @param query is asked in the same message, {@code null} for nothing
	 * @param done what the run has done so far
	 * @return how scripts and database stand
	 */
	Assessment assess(Session session, @Nullable PiggybackQuery query, List<StepReport> done) {
		HistorySnapshot found = read(session, query);
		boolean absent = found.state() == HistorySnapshot.State.ABSENT;
		this.historyExpected = !absent;
		ForeignState foreign = (absent && this.foreignMatters)
				? ForeignState.read(session, found.facts(), this.context.options(), this.reading.catalog())
				: ForeignState.NONE;
		MigrationPlan plan = MigrationPlanner
			.plan(this.reading.catalog(), (foreign.adopted().isEmpty()) ? found.applied() : foreign.rows(),
					found.progress(), (absent) ? requestWithoutHistory(found.content()) : this.request,
					this.context.options().rules().policies())
			.with(foreign.problems())
			.with(ownership(found));
		List<Problem> backfills = BackfillChecks.problems(this.reading.catalog().migrations(), plan,
				this.context.placeholders());
		plan = (backfills.isEmpty()) ? plan : plan.with(backfills);
		return new Assessment(found, foreign, plan,
				MigrationReport.of(found, plan, done, Duration.between(this.start, this.context.clock().instant())));
	}

	/** A run that writes would have been refused. */
	private List<Problem> ownership(HistorySnapshot found) {
		String owner = found.trust().foreignOwner();
		if (owner == null || this.strength != Strength.READ) {
			return List.of();
		}
		String table = found.tables().historyTable();
		return List.of(Problem.warning(Problem.Code.FOREIGN_OWNER,
				"The history " + table + " belongs to role " + Sql.visibleIdentifier(owner) + ", which role "
						+ Sql.visibleIdentifier(found.facts().role()) + " need not believe: it may only read it.",
				"Nothing, if that is the role that migrates. Otherwise find out who created it."));
	}

	private HistorySnapshot read(Session session, @Nullable PiggybackQuery query) {
		HistoryReading first = this.firstReading;
		if (first != null) {
			this.firstReading = null;
			return first.read(session, this.reading.catalog().migrations(), this.strength);
		}
		return this.context.history().read(session, this.historyExpected, query, this.strength);
	}

	/** A new database has no old release that could be disturbed. */
	private PlanRequest requestWithoutHistory(SchemaContent content) {
		MigrationVersion baseline = this.context.options().rules().baseline();
		if (content.isEmpty()) {
			return this.request.withContract();
		}
		return (baseline != null) ? this.request.withBaseline(baseline) : this.request;
	}

}
