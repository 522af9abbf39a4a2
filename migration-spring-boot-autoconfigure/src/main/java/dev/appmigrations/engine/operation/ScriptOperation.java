package dev.appmigrations.engine.operation;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.execute.HistoryPreparation;
import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.Recorder;
import dev.appmigrations.engine.history.SchemaContent;
import dev.appmigrations.engine.history.TableTrust;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.plan.KnownVersions;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.MigrationPlanner;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.plan.RollbackPlanner;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.plan.ScriptRequest;
import dev.appmigrations.engine.psql.PsqlContext;
import dev.appmigrations.engine.psql.PsqlScript;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.RunIdentity;
import dev.appmigrations.engine.script.MigrationCatalog;
import org.jspecify.annotations.Nullable;

/**
 * Plans a script for psql, on the database as it is or on one that is thought of, and
 * writes it when the connection is closed.
 */
public final class ScriptOperation {

	private static final String NOTHING = "0";

	private final RunContext parts;

	private final ScriptRequest request;

	public ScriptOperation(RunContext parts, ScriptRequest request) {
		this.parts = parts;
		this.request = request;
	}

	public void write(Appendable out) throws IOException {
		MigrationVersion from = this.request.from();
		MigrationRun run = new MigrationRun(this.parts, planRequest(), from == null);
		MigrationRun.Look real = run.inSession(this.parts.sessions()::openNow, run::look);
		List<Migration> all = new ArrayList<>();
		MigrationRun.Look look = real;
		if (from != null) {
			MigrationCatalog catalog = run.catalog();
			all.addAll(catalog.migrations());
			look = assumed(real.found(), catalog, from);
		}
		Recorder author = RunIdentity.of(this.parts.options().identity());
		PsqlContext context = new PsqlContext(this.parts.history(), look.found().tables(), this.parts.placeholders(),
				new Recorder("psql, script of " + author.from(), author.release()),
				this.parts.options().history().keepsRollbacks(), this.parts.options().waiting().locks(),
				this.parts.options().history().schema());
		RollbackPlan rollback = (this.request.down()) ? rollback(run, look) : null;
		Migrator.rejectErrors((rollback != null) ? rollback.problems() : look.plan().problems());
		rejectInterrupted(look, rollback);
		List<String> applied = look.found().applied().stream().map(AppliedMigration::name).toList();
		List<String> repeatable = all.stream()
			.filter((migration) -> migration.version() == null)
			.map(Migration::name)
			.toList();
		PsqlScript script = new PsqlScript(context, out);
		script.begin(header(look, author, rollback), applied, repeatable, preparation(look, context, rollback));
		if (rollback != null) {
			script.rollBack(rollback);
		}
		else {
			script.apply(look.plan(), from != null);
		}
		script.end();
	}

	private PlanRequest planRequest() {
		if (this.request.down()) {
			return PlanRequest.ALL;
		}
		return (this.request.to() != null) ? PlanRequest.upTo(this.request.to()) : this.parts.pending();
	}

	/** Everything up to a version is applied, and nothing else is. */
	private MigrationRun.Look assumed(HistorySnapshot found, MigrationCatalog catalog, MigrationVersion first) {
		List<Problem> problems = new ArrayList<>();
		MigrationVersion from = new KnownVersions().add(catalog.migrations()).find(first, "Version", problems);
		Migrator.rejectErrors(problems);
		List<AppliedMigration> rows = catalog.migrations()
			.stream()
			.filter((migration) -> migration.version() != null && migration.version().compareTo(from) <= 0)
			.sorted(Comparator.comparing((migration) -> Objects.requireNonNull(migration.version())))
			.map(AppliedMigration::assumed)
			.toList();
		boolean known = from.equals(MigrationVersion.parse(NOTHING))
				|| rows.stream().anyMatch((row) -> Objects.equals(from, row.version()));
		if (!known) {
			throw new InvalidMigrationsException(List.of(Problem.error(Problem.Code.UNKNOWN_MIGRATION,
					"Version " + from + ", where the script is to begin, is not among the migrations.",
					"Correct it; the command 'status' shows all of them, and 0 means an empty database.",
					from.toString())));
		}
		PlanRequest wanted = (rows.isEmpty()) ? planRequest().withContract() : planRequest();
		MigrationPlan plan = MigrationPlanner.plan(catalog, rows, List.of(), wanted,
				this.parts.options().rules().policies());
		HistorySnapshot thought = new HistorySnapshot(found.facts(), HistorySnapshot.State.ABSENT, found.table(), rows,
				List.of(), SchemaContent.NONE, found.registry(), TableTrust.unknown(found.trust().named()));
		return MigrationRun.Look.of(thought, plan);
	}

	private RollbackPlan rollback(MigrationRun run, MigrationRun.Look look) {
		RollbackRequest wanted = new RollbackRequest.To(Objects.requireNonNull(this.request.to()));
		return (this.request.from() == null) ? run.rollback(look, wanted)
				: RollbackPlanner.plan(look.plan(), wanted, (row) -> null);
	}

	private List<String> preparation(MigrationRun.Look look, PsqlContext context, @Nullable RollbackPlan rollback) {
		if (rollback != null) {
			return this.parts.history().preparation(look.found());
		}
		return HistoryPreparation.statements(this.parts.history(), look.found(), look.plan(), look.foreign().adopted(),
				context.recorder());
	}

	private static void rejectInterrupted(MigrationRun.Look look, @Nullable RollbackPlan rollback) {
		List<String> names = (rollback != null) ? rollback.steps().stream().map((step) -> step.row().name()).toList()
				: look.plan().steps().stream().map((step) -> step.migration().name()).toList();
		List<String> begun = look.found()
			.progress()
			.stream()
			.map(Progress::migration)
			.filter(names::contains)
			.distinct()
			.toList();
		if (!begun.isEmpty()) {
			throw new MigrationException(ErrorCode.MIGRATION_INTERRUPTED,
					"A script cannot go on with what was interrupted:\n  " + String.join("\n  ", begun),
					"Finish it with the command '" + ((rollback != null) ? "rollback" : "up") + "' first.", null);
		}
	}

	private List<String> header(MigrationRun.Look look, Recorder author, @Nullable RollbackPlan rollback) {
		DatabaseFacts facts = look.found().facts();
		int steps = (rollback != null) ? rollback.steps().size() : look.plan().steps().size();
		List<String> lines = new ArrayList<>();
		lines.add(((rollback != null) ? "Rolls back " : "Applies ") + count(steps) + range() + ".");
		lines.add("Made for database " + facts.database() + " (" + facts.product() + "), history "
				+ look.found().tables().historyTable() + ", with " + count(look.found().applied().size()) + " applied"
				+ ((this.request.from() != null) ? " (assumed, not looked at)." : "."));
		lines.add("Made by " + author.from() + " as role " + facts.role() + " at "
				+ this.parts.clock().instant().truncatedTo(ChronoUnit.SECONDS) + ".");
		lines.add("Run it as a file, without -1:  psql -X -f FILE DATABASE");
		lines.add("It stops at the first error, with exit code 3; what was committed before stays. Then print a new");
		lines.add("script for what is left. Unlike the application it does not try again when others hold a lock, and");
		lines.add("a procedure that commits needs the line '-- migrate:transaction false' at the top of its file.");
		return lines;
	}

	private String range() {
		return ((this.request.from() != null) ? ", from version " + this.request.from() : "")
				+ ((this.request.to() != null) ? ", to version " + this.request.to() : "");
	}

	private static String count(int migrations) {
		return (migrations == 1) ? "1 migration" : migrations + " migrations";
	}

}
