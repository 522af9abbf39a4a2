package dev.appmigrations.engine.operation;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.SafetyJudge;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.engine.safety.LintedScript;
import dev.appmigrations.engine.safety.Linter;
import dev.appmigrations.engine.safety.ReadScript;
import dev.appmigrations.engine.safety.facts.FactsRequest.Depth;
import dev.appmigrations.engine.safety.facts.SchemaFacts;
import dev.appmigrations.engine.safety.rule.ReleaseState;

/**
 * Judges migrations: what they would do to a running application. Runs nothing, writes
 * nothing, and takes no lock.
 */
final class LintOperation {

	/** With the probes of tables, which have a limit of their own. */
	static final Duration LIMIT = Duration.ofSeconds(10);

	private final RunContext context;

	private final LintRequest request;

	LintOperation(RunContext context, LintRequest request) {
		this.context = context;
		this.request = request;
	}

	LintReport run() {
		try {
			return (this.request.database()) ? withDatabase() : withoutDatabase();
		}
		catch (UncheckedIOException ex) {
			throw new MigrationException(ErrorCode.SCRIPT_UNREADABLE, "A script cannot be read: " + ex.getMessage(),
					"Make sure that the file can be read.", ex);
		}
	}

	private LintReport withDatabase() {
		PlanRequest plan = PlanRequest.ALL.withContract();
		MigrationRun run = new MigrationRun(this.context, plan);
		return run.inSessionNow((session) -> {
			SafetyJudge judge = new SafetyJudge(this.context);
			Assessment assessment = run.assess(session);
			InvalidMigrationsException.throwIfAny(assessment.plan().problems());
			List<LintedScript> pending = new ArrayList<>();
			assessment.plan().steps().forEach((step) -> pending.add(LintedScript.of(step.migration())));
			boolean others = this.request.all() || this.request.since() != null || !this.request.names().isEmpty();
			Linter linter = linter();
			List<LintedScript> scripts = chosen((others) ? scripts(run) : pending);
			List<ReadScript> read = linter.read(scripts);
			List<ReadScript> rollbacks = linter.read(rollbacks(run, scripts));
			List<ReadScript> both = new ArrayList<>(read);
			both.addAll(rollbacks);
			Linter.Subject subject = judge.subject(session, assessment, both, this.request.traces(), LIMIT,
					Depth.PROBES);
			return linter.lint(List.of(), read, subject, this.request.all())
				.with(linter.lintRollbacks(List.of(), read, rollbacks, subject));
		});
	}

	private LintReport withoutDatabase() {
		MigrationRun run = new MigrationRun(this.context, PlanRequest.ALL);
		List<LintedScript> all = scripts(run);
		List<LintedScript> chosen = chosen(all);
		List<LintedScript> before = new ArrayList<>();
		for (LintedScript script : all) {
			if (chosen.contains(script)) {
				break;
			}
			before.add(script);
		}
		SchemaFacts facts = this.request.facts();
		Linter.Subject subject = (facts != null)
				? new Linter.Subject(facts, false, facts.serverVersion(), ReleaseState.ASSUMED, null)
				: Linter.Subject.unknown(this.request.serverVersion());
		Linter linter = linter();
		List<ReadScript> earlier = linter.read((facts != null) ? List.of() : before);
		List<ReadScript> read = linter.read(chosen);
		return linter
			.lint(earlier, read, subject.with(this.request.traces()), this.request.all() || chosen.size() == all.size())
			.with(linter.lintRollbacks(earlier, read, linter.read(rollbacks(run, chosen)), subject));
	}

	private static List<LintedScript> rollbacks(MigrationRun run, List<LintedScript> scripts) {
		Map<String, LintedScript> all = new HashMap<>();
		run.catalog().migrations().forEach((migration) -> {
			LintedScript rollback = LintedScript.rollbackOf(migration);
			if (rollback != null) {
				all.put(migration.name(), rollback);
			}
		});
		List<LintedScript> rollbacks = new ArrayList<>();
		for (LintedScript script : scripts) {
			LintedScript rollback = all.get(script.name());
			if (rollback != null) {
				rollbacks.add(rollback);
			}
		}
		return rollbacks;
	}

	private Linter linter() {
		return new Linter(this.context.options().rules().safety().settings(), this.context.placeholders());
	}

	private static List<LintedScript> scripts(MigrationRun run) {
		List<LintedScript> scripts = new ArrayList<>();
		run.catalog().migrations().forEach((migration) -> scripts.add(LintedScript.of(migration)));
		InvalidMigrationsException.throwIfAny(run.catalog().problems());
		return scripts;
	}

	private List<LintedScript> chosen(List<LintedScript> scripts) {
		MigrationVersion since = this.request.since();
		List<LintedScript> chosen = new ArrayList<>();
		for (LintedScript script : scripts) {
			MigrationVersion version = script.version();
			boolean late = since == null || version == null || version.compareTo(since) > 0;
			if (late && (this.request.names().isEmpty() || this.request.names().contains(script.name()))) {
				chosen.add(script);
			}
		}
		for (String name : this.request.names()) {
			if (chosen.stream().noneMatch((script) -> script.name().equals(name))) {
				throw new MigrationException(ErrorCode.INVALID_MIGRATIONS, "There is no migration " + name + ".",
						"Name a file in the folders with migrations.", null);
			}
		}
		return chosen;
	}

}
