package dev.appmigrations.command;

import dev.appmigrations.autoconfigure.DatabaseServers;
import dev.appmigrations.command.terminal.Interruption;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.operation.BackfillRequest;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.report.CreationReport;
import dev.appmigrations.engine.report.DryRunReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.TrialReport;
import dev.appmigrations.engine.safety.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code up}: applies what is pending.
 */
@CommandLine.Command(name = "up", description = "Apply all pending migrations, as a start of the application would.",
		footer = { "", "Ctrl-C rolls back the migration that is running; those before it stay applied.", "",
				"Examples:", "  java -jar app.jar migrations up",
				"  java -jar app.jar migrations up --create --development --watch",
				"  java -jar app.jar migrations up --dry-run", "  java -jar app.jar migrations up --dry-run --execute",
				"  java -jar app.jar migrations up --target 20251112000001",
				"  java -jar app.jar migrations up --wait-backfills",
				"  java -jar app.jar migrations up --json --app.migrations.advisory-lock.wait-timeout=5m" })
final class UpCommand extends ApplyingCommand {

	@CommandLine.Option(names = "--target", paramLabel = "VERSION",
			description = "Stop after this version. Repeatable migrations do not run then.")
	private @Nullable String target;

	@CommandLine.Option(names = "--dry-run",
			description = "Execute nothing, and show the plan, the linter's findings, the server's estimates of rows, "
					+ "and who would be in the way right now. Needs only the right to read.")
	private boolean dryRun;

	@CommandLine.Option(names = "--execute",
			description = "With --dry-run: execute it in a transaction that is rolled back, and show durations, locks "
					+ "and rows. Its locks keep others waiting. Stops at the first migration that does not run in a "
					+ "transaction. Refused while the application is running.")
	private boolean execute;

	@CommandLine.Option(names = "--force",
			description = "With --dry-run --execute: also while the application is running.")
	private boolean force;

	@CommandLine.Option(names = "--create", description = "Create the database first, where it is missing.")
	private boolean create;

	@CommandLine.Option(names = "--development",
			description = "Mark the database as one for development first, which allows redo, drop and --watch. "
					+ "Refused where others have migrated it.")
	private boolean development;

	@CommandLine.Option(names = "--watch",
			description = "Apply migrations again as often as their files are saved, until Ctrl-C. "
					+ "For databases that are marked as for development.")
	private boolean watch;

	@CommandLine.Option(names = "--wait-backfills",
			description = "Do backfills too, or wait until the instances have done them, and apply what waits for them.")
	private boolean waitBackfills;

	@CommandLine.Option(names = { "-y", "--yes" },
			description = "Do not ask. On a terminal, tables without a history are a reason to ask.")
	private boolean yes;

	@Override
	boolean appliesMigrations() {
		return !this.dryRun;
	}

	@Override
	int run(CommandApplication application) {
		requireDryRun();
		Terminal terminal = application.terminal();
		WatchedScripts watched = (this.watch) ? watched(application) : null;
		if (this.create) {
			create(application.migrator(), terminal);
		}
		if (this.development && !this.dryRun) {
			mark(application, terminal);
		}
		if (watched != null) {
			return new WatchLoop(application, this, watched, DevelopmentConsent.require(application, false)).run();
		}
		if (this.dryRun) {
			return (this.execute) ? rehearse(application.migrator(), terminal)
					: foresee(application.migrator(), terminal);
		}
		if (terminal.interactive() && !this.yes && !confirm(application.migrator().status(), terminal)) {
			return ExitCode.PROBLEMS;
		}
		boolean all = this.waitBackfills || BackfillMode.of(application.environment()) == BackfillOptions.Mode.STARTUP;
		int exitCode = apply(application, (migrator) -> migrate(migrator, all));
		return (this.target == null && exitCode == ExitCode.OK) ? applyToTenants(application, Tenants::migrate)
				: exitCode;
	}

	private void requireDryRun() {
		if (this.execute && !this.dryRun) {
			throw new UsageException("--execute goes with --dry-run only.",
					"Without --dry-run, up executes what is pending, and keeps it.");
		}
		if (this.waitBackfills && (this.dryRun || this.watch)) {
			throw new UsageException("--wait-backfills goes with neither --dry-run nor --watch.",
					"Leave one of them out.");
		}
		if (this.force && !this.execute) {
			throw new UsageException("--force goes with --dry-run --execute only.", "Leave it out.");
		}
	}

	private WatchedScripts watched(CommandApplication application) {
		if (isJson() || this.dryRun || this.target != null) {
			throw new UsageException("--watch goes with none of --json, --dry-run and --target.",
					"Leave one of them out.");
		}
		return WatchedScripts.of(application.environment());
	}

	private void create(Migrator migrator, Terminal terminal) {
		CreationReport report = migrator.database().create(DatabaseServers.of(migrator.dataSource()), false);
		if (report.created() && !isJson()) {
			terminal.out().println(CreateCommand.text(report));
		}
	}

	private void mark(CommandApplication application, Terminal terminal) {
		Migrator migrator = application.migrator();
		boolean marked = DevelopmentConsent.ask(application, isJson(), (proof) -> migrator.database().mark(proof));
		if (marked && !isJson()) {
			terminal.out().println("Marked the database as one for development.");
		}
	}

	private void migrate(Migrator migrator, boolean withBackfills) {
		MigrationReport report = (this.target == null) ? migrator.migrate()
				: migrator.migrate(VersionArgument.parse("--target", this.target));
		for (Problem problem : report.problems()) {
			if (problem.code() == Problem.Code.MISSING_LOCATION) {
				throw new UsageException(problem.message() + " There is nothing to apply.",
						"Create it and put migrations into it, or correct app.migrations.locations.");
			}
		}
		if (withBackfills) {
			migrator.backfills().run(BackfillRequest.all());
		}
	}

	private @Nullable MigrationVersion last() {
		return (this.target != null) ? VersionArgument.parse("--target", this.target) : null;
	}

	private int foresee(Migrator migrator, Terminal terminal) {
		DryRunReport report = migrator.safety().dryRun(last());
		if (isJson()) {
			terminal.out().println(DryRunView.json(report));
		}
		else {
			DryRunView.print(report, terminal);
		}
		return (report.safety().findings(Level.FAIL).isEmpty()) ? ExitCode.OK : ExitCode.PROBLEMS;
	}

	private int rehearse(Migrator migrator, Terminal terminal) {
		Interruption interruption = Interruption.announce(terminal, terminal.out()::flush,
				"The server rolls the dry run back: nothing was applied.");
		CollectedNotices notices = new CollectedNotices();
		TrialReport report;
		try {
			report = migrator.withListener(new WaitNotice(terminal))
				.withListener(notices)
				.safety()
				.tryOut(last(), this.force);
		}
		finally {
			interruption.over();
		}
		MigrationException failure = report.failure();
		if (isJson()) {
			terminal.out().println(TrialView.json(report, notices));
		}
		else {
			TrialView.print(report, notices, terminal);
			if (failure != null) {
				FailureReport.of(failure).print(terminal);
			}
		}
		return (failure != null) ? FailureReport.of(failure).exitCode() : ExitCode.OK;
	}

	private static boolean confirm(MigrationReport report, Terminal terminal) {
		if (report.pending().isEmpty() || report.content().isEmpty()) {
			return true;
		}
		return terminal.confirm("Schema " + report.facts().schema() + " has no migration history, but tables already ("
				+ String.join(", ", report.content().examples()) + "). Run all " + report.pending().size()
				+ " pending migrations on it?");
	}

}
