package dev.appmigrations.command;

import java.util.List;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.report.MigrationReport;

/**
 * The reports of several databases in one. One that cannot be read hides no other.
 *
 * @param application the application
 * @param read reads the report of a database
 * @param exitCode decides about a report
 */
record SeveralReports(CommandApplication application, Function<Migrator, MigrationReport> read,
		ToIntFunction<MigrationReport> exitCode) {

	/** Of several exit codes, the last of these that there is. */
	private static final List<Integer> WORST = List.of(ExitCode.OK, ExitCode.PENDING, ExitCode.PROBLEMS, ExitCode.USAGE,
			ExitCode.NO_CONNECTION);

	/**
	 * Shows the reports to people.
	 * @param view shows one of them
	 * @return the worst of the exit codes
	 */
	int print(Consumer<MigrationReport> view) {
		Terminal terminal = this.application.terminal();
		int worst = ExitCode.OK;
		for (String name : this.application.migrators().names()) {
			terminal.out().println();
			terminal.out().println(name + ":");
			worst = worse(worst, report(name, view, (failure) -> failure.print(terminal)));
		}
		return worst;
	}

	/**
	 * Prints the reports for programs.
	 * @return the worst of the exit codes
	 */
	int json() {
		int worst = ExitCode.OK;
		StringJoiner migrators = new StringJoiner(",", "{\"migrators\":{", "}}");
		for (String name : this.application.migrators().names()) {
			worst = worse(worst, report(name, (report) -> migrators.add("\"" + name + "\":" + ReportJson.of(report)),
					(failure) -> migrators.add("\"" + name + "\":" + failure.json())));
		}
		this.application.terminal().out().println(migrators);
		return worst;
	}

	/** Reads one of them, and returns its exit code. */
	private int report(String name, Consumer<MigrationReport> shown, Consumer<FailureReport> failed) {
		try {
			MigrationReport report = this.read.apply(this.application.migrators().get(name));
			int code = this.exitCode.applyAsInt(report);
			shown.accept(report);
			return code;
		}
		catch (RuntimeException ex) {
			FailureReport failure = FailureReport.of(ex);
			failed.accept(failure);
			return failure.exitCode();
		}
	}

	private static int worse(int one, int other) {
		return (WORST.indexOf(other) > WORST.indexOf(one)) ? other : one;
	}

}
