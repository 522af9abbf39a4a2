package dev.appmigrations.engine.operation;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.appmigrations.engine.backfill.BackfillChecks;
import dev.appmigrations.engine.execute.HistoryPreparation;
import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.history.HistoryDdl;
import dev.appmigrations.engine.history.HistoryRecords;
import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.Recorder;
import dev.appmigrations.engine.history.RunHistory;
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
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.plan.RollbackPlanner;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.plan.RollbackStep;
import dev.appmigrations.engine.plan.ScriptRequest;
import dev.appmigrations.engine.psql.PsqlContext;
import dev.appmigrations.engine.psql.PsqlScript;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.RunIdentity;
import dev.appmigrations.engine.script.MigrationCatalog;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Plans a script for psql, on the database as it is or on one that is thought of, and
 * writes it when the connection is closed.
 */
public final class ScriptOperation {

	private static final String NOTHING = "0";

	private final RunContext context;

	private final ScriptRequest request;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param request what the script is to do
	 */
	public ScriptOperation(RunContext context, ScriptRequest request) {
		this.context = context;
		this.request = request;
	}

	/**
	 * Writes the script.
	 * @param out receives the text, piece by piece; it is to be encoded in UTF-8
	 * @throws InvalidMigrationsException if there is a problem; nothing was written
	 * @throws MigrationException if scripts or database cannot be read, or if a migration
	 * was interrupted, which no script can resume
	 * @throws IOException if a script cannot be read, or the text not be written
	 */
	public void run(Appendable out) throws IOException {
		MigrationVersion from = this.request.from();
		MigrationRun run = new MigrationRun(this.context, planRequest(), from == null);
		Assessment real = run.inSessionNow(run::assess);
		List<Migration> all = new ArrayList<>();
		Assessment assessment = real;
		if (from != null) {
			MigrationCatalog catalog = run.catalog();
			all.addAll(catalog.migrations());
			assessment = assumed(real.found(), catalog, from);
		}
		Recorder author = RunIdentity.recorder(this.context.options().identity());
		RunHistory history = new RunHistory(assessment.found().tables(), assessment.found().trust(), List.of(),
				new Recorder("psql, script of " + author.from(), author.release()),
				this.context.options().history().keepsRollbacks());
		PsqlContext context = new PsqlContext(history, this.context.placeholders(),
				this.context.options().waiting().statements(), this.context.wording(),
				this.context.options().history().schema());
		RollbackPlan rollback = (this.request.down()) ? rollback(assessment) : null;
		InvalidMigrationsException.throwIfAny((rollback != null) ? rollback.problems() : assessment.plan().problems());
		rejectInterrupted(assessment, rollback);
		rejectWhatNoScriptDoes(assessment.plan(), rollback);
		List<String> applied = assessment.found().applied().stream().map(AppliedMigration::name).toList();
		List<String> repeatable = all.stream()
			.filter((migration) -> migration.version() == null)
			.map(Migration::name)
			.toList();
		PsqlScript script = new PsqlScript(context, out);
		script.begin(header(assessment, author, rollback), applied, repeatable,
				preparation(assessment, history.records(), rollback));
		if (rollback != null) {
			script.rollBack(rollback);
		}
		else {
			script.apply(assessment.plan(), from != null);
		}
		script.end();
	}

	private static void rejectWhatNoScriptDoes(MigrationPlan plan, @Nullable RollbackPlan rollback) {
		Stream<Migration> migrations = (rollback != null) ? rollback.steps().stream().map(RollbackStep::migration)
				: plan.steps().stream().map(MigrationStep::migration);
		Optional<Migration> inJava = migrations.filter((migration) -> migration.script() == null).findFirst();
		if (inJava.isPresent()) {
			throw new MigrationException(ErrorCode.INVALID_MIGRATIONS,
					"Migration " + inJava.get().name() + " is written in Java (" + inJava.get().location()
							+ "): no script can do its work.",
					"Let the application apply it, and print a script for those before it or behind it.", null);
		}
		if (rollback == null && !plan.callbacks().isEmpty() && !plan.steps().isEmpty()) {
			throw new MigrationException(ErrorCode.INVALID_MIGRATIONS,
					"There are SQL callbacks around the migrations, which a script would leave out.",
					"Let the application or a command apply them.", null);
		}
	}

	private PlanRequest planRequest() {
		if (this.request.down()) {
			return PlanRequest.ALL;
		}
		return (this.request.to() != null) ? PlanRequest.upTo(this.request.to()) : this.context.pending();
	}

	/** Everything up to a version is applied, and nothing else is. */
	private Assessment assumed(HistorySnapshot found, MigrationCatalog catalog, MigrationVersion first) {
		List<Problem> problems = new ArrayList<>();
		MigrationVersion from = new KnownVersions().add(catalog.migrations()).find(first, "Version", problems);
		InvalidMigrationsException.throwIfAny(problems);
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
					Message.of("Version " + from + ", where the script is to begin, is not among the migrations."),
					Message.of("Correct it; ")
						.and(Call.of(Operation.STATUS))
						.and(" shows all of them, and 0 means an empty database."),
					from.toString())));
		}
		PlanRequest wanted = (rows.isEmpty()) ? planRequest().withContract() : planRequest();
		MigrationPlan plan = MigrationPlanner.plan(catalog, rows, List.of(), wanted,
				this.context.options().rules().policies());
		plan = plan.with(BackfillChecks.problems(catalog.migrations(), plan, this.context.placeholders()));
		HistorySnapshot thought = new HistorySnapshot(found.facts(), HistorySnapshot.State.ABSENT, found.table(), rows,
				List.of(), SchemaContent.NONE, found.registry(), TableTrust.unknown(found.trust().named()));
		return Assessment.of(thought, plan);
	}

	private RollbackPlan rollback(Assessment assessment) {
		RollbackRequest wanted = new RollbackRequest.To(Objects.requireNonNull(this.request.to()));
		return (this.request.from() == null) ? RollbackOperation.plan(this.context, assessment, wanted)
				: RollbackPlanner.plan(assessment.plan(), wanted, (row) -> null);
	}

	private static List<String> preparation(Assessment assessment, HistoryRecords records,
			@Nullable RollbackPlan rollback) {
		if (rollback != null) {
			return HistoryDdl.preparation(assessment.found());
		}
		return HistoryPreparation.statements(records, assessment.found(), assessment.plan(),
				assessment.foreign().adopted());
	}

	private static void rejectInterrupted(Assessment assessment, @Nullable RollbackPlan rollback) {
		List<String> names = (rollback != null) ? rollback.steps().stream().map((step) -> step.row().name()).toList()
				: assessment.plan().steps().stream().map((step) -> step.migration().name()).toList();
		List<String> begun = assessment.found()
			.progress()
			.stream()
			.map(Progress::migration)
			.filter(names::contains)
			.distinct()
			.toList();
		if (!begun.isEmpty()) {
			throw new MigrationException(ErrorCode.MIGRATION_INTERRUPTED,
					"A script cannot go on with what was interrupted:\n  " + String.join("\n  ", begun),
					Message.of("Finish it with ")
						.and(Call.of((rollback != null) ? Operation.ROLLBACK : Operation.UP))
						.and(" first."),
					null);
		}
	}

	private List<String> header(Assessment assessment, Recorder author, @Nullable RollbackPlan rollback) {
		DatabaseFacts facts = assessment.found().facts();
		int steps = (rollback != null) ? rollback.steps().size() : assessment.plan().steps().size();
		List<String> lines = new ArrayList<>();
		lines.add(((rollback != null) ? "Rolls back " : "Applies ") + count(steps) + range() + ".");
		lines.add("Made for database " + facts.database() + " (" + facts.product() + "), history "
				+ assessment.found().tables().historyTable() + ", with " + count(assessment.found().applied().size())
				+ " applied" + ((this.request.from() != null) ? " (assumed, not looked at)." : "."));
		lines.add("Made by " + author.from() + " as role " + facts.role() + " at "
				+ this.context.clock().instant().truncatedTo(ChronoUnit.SECONDS) + ".");
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
