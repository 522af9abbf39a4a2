package dev.appmigrations.engine.run;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.options.SafetyOptions;
import dev.appmigrations.engine.plan.AppliedState;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.rollout.Fleet;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.engine.safety.LintedScript;
import dev.appmigrations.engine.safety.Linter;
import dev.appmigrations.engine.safety.ReadScript;
import dev.appmigrations.engine.safety.StatementNames;
import dev.appmigrations.engine.safety.StatementTraces;
import dev.appmigrations.engine.safety.facts.FactsReader;
import dev.appmigrations.engine.safety.facts.FactsReading;
import dev.appmigrations.engine.safety.facts.FactsRequest;
import dev.appmigrations.engine.safety.facts.FactsRequest.Depth;
import dev.appmigrations.engine.safety.rule.ReleaseState;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * Judges what is pending before it runs. Where nothing is pending, it does nothing.
 */
public final class SafetyJudge {

	private final RunContext context;

	/**
	 * Creates a judge.
	 * @param context what all runs share
	 */
	public SafetyJudge(RunContext context) {
		this.context = context;
	}

	/**
	 * Judges the migrations of a plan.
	 * @param session the connection
	 * @param assessment how scripts and database stand
	 * @return what was found
	 */
	LintReport judge(Session session, Assessment assessment) {
		SafetyOptions options = this.context.options().rules().safety();
		if (options.mode() == SafetyOptions.Mode.OFF || assessment.plan().steps().isEmpty()
				|| !assessment.plan().errors().isEmpty()) {
			return LintReport.NONE;
		}
		List<LintedScript> scripts = new ArrayList<>();
		for (MigrationStep step : assessment.plan().steps()) {
			scripts.add(LintedScript.of(step.migration()));
		}
		try {
			Linter linter = new Linter(options.settings(), this.context.placeholders());
			List<ReadScript> read = linter.read(scripts);
			return linter.lint(List.of(), read,
					subject(session, assessment, read, StatementTraces.NONE, FactsRequest.START, Depth.CATALOGUE),
					false);
		}
		catch (UncheckedIOException ex) {
			// The run itself will come to the place, and tell it.
			return new LintReport(assessment.names(), List.of(), assessment.facts().versionNumber(), null,
					"a script cannot be read (" + ex.getMessage() + ")");
		}
	}

	/**
	 * Finds out what is known of the database that scripts run on.
	 * @param session the connection
	 * @param assessment how scripts and database stand
	 * @param scripts the scripts
	 * @param traces what statements did on a scratch database
	 * @param limit how long the server may take to tell its facts
	 * @param depth how much is read of the database
	 * @return the database as the linter needs it
	 */
	public Linter.Subject subject(Session session, Assessment assessment, List<ReadScript> scripts,
			StatementTraces traces, Duration limit, Depth depth) {
		int version = assessment.facts().versionNumber();
		HistorySnapshot found = assessment.found();
		if (found.state() == HistorySnapshot.State.ABSENT && found.content().isEmpty()) {
			return new Linter.Subject(null, true, version, ReleaseState.GONE, null).with(traces);
		}
		StatementNames names = StatementNames.of(scripts);
		List<ObjectName> objects = new ArrayList<>(names.names());
		objects.addAll(traces.names());
		FactsReading reading = new FactsReader().read(session,
				FactsRequest.of(objects, names.functions(), this.context.options().history().schema())
					.with(limit, depth));
		return new Linter.Subject(reading.facts(), false, version, olderRelease(session, assessment), reading.reason())
			.with(appliedBackfills(assessment))
			.with(traces);
	}

	private List<ReadScript> appliedBackfills(Assessment assessment) {
		List<LintedScript> applied = new ArrayList<>();
		for (AppliedState state : assessment.plan().applied()) {
			if (state.migration() instanceof BackfillMigration backfill) {
				applied.add(LintedScript.of(backfill));
			}
		}
		return new Linter(this.context.options().rules().safety().settings(), this.context.placeholders())
			.read(applied);
	}

	/** A registry that nobody keeps says nothing. */
	private ReleaseState olderRelease(Session session, Assessment assessment) {
		if (!assessment.found().registry() && assessment.found().shared() == null) {
			return ReleaseState.ASSUMED;
		}
		try {
			Fleet fleet = Rollouts.fleet(session, assessment.found());
			String release = this.context.options().identity().release();
			if (fleet.hasOtherRelease(release)) {
				return (release != null) ? ReleaseState.ALIVE : ReleaseState.ASSUMED;
			}
			return ReleaseState.GONE;
		}
		catch (DatabaseErrorException ex) {
			return ReleaseState.ASSUMED;
		}
	}

}
