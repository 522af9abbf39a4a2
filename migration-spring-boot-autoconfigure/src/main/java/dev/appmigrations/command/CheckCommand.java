package dev.appmigrations.command;

import java.io.PrintWriter;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.PendingReport;
import picocli.CommandLine;

/**
 * {@code check}: is everything as it should be? For CI.
 */
@CommandLine.Command(name = "check",
		description = "Fail if something is pending or wrong. Needs no more than the right to read the history.",
		footer = { "", "Exit codes: 0 nothing pending and no problem; 1 problems, a pending",
				"script without statements and a failed backfill among them; 2 a folder of",
				"migrations is missing; 3 pending; 4 no connection. A backfill that is running", "is neither.", "",
				"Examples:", "  java -jar app.jar migrations check",
				"  java -jar app.jar migrations check --allow-pending    # before a deployment" })
final class CheckCommand extends ApplicationCommand {

	@CommandLine.Mixin
	private final JsonOption json = new JsonOption();

	@CommandLine.Option(names = "--allow-pending", description = "Pending migrations are no failure.")
	private boolean allowPending;

	@Override
	boolean needsLog() {
		return false;
	}

	@Override
	int run(CommandApplication application) {
		SeveralReports reports = SeveralReports.of(application, Migrator::status, this::exitCode);
		if (reports != null) {
			return (this.json.isSet()) ? reports.json()
					: reports.print((report) -> print(report, application.terminal()));
		}
		MigrationReport report = application.migrator().status();
		int exitCode = exitCode(report);
		if (this.json.isSet()) {
			application.terminal().out().println(ReportJson.of(report));
		}
		else if (!application.terminal().quiet() || exitCode != ExitCode.OK) {
			print(report, application.terminal());
		}
		return exitCode;
	}

	private int exitCode(MigrationReport report) {
		if (report.problems().stream().anyMatch((problem) -> problem.code() == Problem.Code.MISSING_LOCATION)) {
			return ExitCode.USAGE;
		}
		if (report.problems().stream().anyMatch((problem) -> problem.code() == Problem.Code.EMPTY_SCRIPT)) {
			return ExitCode.PROBLEMS;
		}
		if (report.backfills().stream().anyMatch(BackfillView::needsAttention)) {
			return ExitCode.PROBLEMS;
		}
		return switch (report.state()) {
			case CURRENT -> ExitCode.OK;
			case PENDING -> (this.allowPending) ? ExitCode.OK : ExitCode.PENDING;
			case INVALID -> ExitCode.PROBLEMS;
		};
	}

	private static void print(MigrationReport report, Terminal terminal) {
		PrintWriter out = terminal.out();
		StatusView view = new StatusView(terminal);
		view.printRollout(report);
		view.printProblems(report.problems());
		out.println(StatusView.summary(report));
		for (PendingReport pending : report.pending()) {
			out.println(
					"  " + terminal.paint(Terminal.Color.YELLOW, StatusTable.state(pending)) + "  " + pending.name());
			String detail = StatusTable.detail(pending);
			if (detail != null) {
				out.println("    " + detail);
			}
		}
	}

}
