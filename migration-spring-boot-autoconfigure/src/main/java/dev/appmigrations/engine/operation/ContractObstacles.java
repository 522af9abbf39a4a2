package dev.appmigrations.engine.operation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.engine.rollout.Fleet;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.Rollouts;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.SafetyJudge;
import dev.appmigrations.engine.safety.LintedScript;
import dev.appmigrations.engine.safety.Linter;
import dev.appmigrations.engine.safety.ReadScript;
import dev.appmigrations.engine.safety.StatementTraces;
import dev.appmigrations.engine.safety.facts.FactsRequest.Depth;
import org.jspecify.annotations.Nullable;

/**
 * What keeps contract migrations waiting that are due: instances that do not know them,
 * sessions that belong to none that does, and tables that are still written although all
 * of these are gone.
 */
final class ContractObstacles {

	private final RunContext context;

	ContractObstacles(RunContext context) {
		this.context = context;
	}

	/**
	 * Finds what is in the way. Where no instance that knows a migration which soaks has
	 * ever signed on, its time begins now, and that is remembered.
	 * @param session the connection
	 * @param assessment how scripts and database stand
	 * @param contract the contract migrations that are due
	 * @return those that wait, with the reasons
	 */
	List<WaitingReport> remembered(Session session, Assessment assessment, List<Migration> contract) {
		HistorySnapshot found = assessment.found();
		Fleet fleet = Rollouts.fleet(session, found);
		if (contract.stream().allMatch((migration) -> migration.soak().isZero() || fleet.hasSeen(migration.name()))) {
			return find(session, assessment, contract, fleet);
		}
		Rollouts.note(session, found, this.context.options().identity(),
				contract.stream().map(Migration::name).toList());
		return find(session, assessment, contract);
	}

	/**
	 * Finds what is in the way, and remembers nothing.
	 * @param session the connection
	 * @param assessment how scripts and database stand
	 * @param contract the contract migrations that are due
	 * @return those that wait, with the reasons
	 */
	List<WaitingReport> find(Session session, Assessment assessment, List<Migration> contract) {
		return find(session, assessment, contract, Rollouts.fleet(session, assessment.found()));
	}

	private List<WaitingReport> find(Session session, Assessment assessment, List<Migration> contract, Fleet fleet) {
		List<WaitingReport> waiting = new ArrayList<>();
		for (Migration migration : contract) {
			WaitingReport report = fleet.explain(WaitingReport.of(migration, assessment.found().progress(), List.of()));
			if (report.reasons().isEmpty()) {
				report = report.with(written(session, assessment, migration, fleet.drained(migration)));
			}
			if (!report.reasons().isEmpty()) {
				waiting.add(report);
			}
		}
		return waiting;
	}

	/** Looked at last: whoever waits for hours asks every second. */
	private List<String> written(Session session, Assessment assessment, Migration migration,
			@Nullable Instant drained) {
		if (drained == null) {
			return List.of();
		}
		List<LintedScript> scripts = List.of(LintedScript.of(migration));
		List<ReadScript> read = new Linter(this.context.options().rules().safety().settings(),
				this.context.placeholders())
			.read(scripts);
		Linter.Subject subject = new SafetyJudge(this.context).subject(session, assessment, read, StatementTraces.NONE,
				LintOperation.LIMIT, Depth.COUNTERS);
		StatementPlans plans = new StatementPlans(subject.schema(), this.context.placeholders(), List.of());
		plans.read(scripts.get(0));
		return RemovedTables.reasons(new RemovedTables(session).use(plans.removed(), drained));
	}

}
