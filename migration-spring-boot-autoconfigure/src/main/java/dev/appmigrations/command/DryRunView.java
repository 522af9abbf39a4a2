package dev.appmigrations.command;

import java.io.PrintWriter;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.report.DryRunReport;

import org.springframework.boot.json.JsonWriter;

/**
 * Renders the findings of {@code up --dry-run} for people and for programs.
 */
final class DryRunView {

	private static final JsonWriter<DryRunReport> JSON = JsonWriter.of((members) -> {
		members.add("dryRun", (report) -> true);
		members.add("tried", (report) -> report.steps().stream().map(JsonWriter.of(DryRunView::step)::write).toList());
		members.add("untried",
				(report) -> report.untried().stream().map(JsonWriter.of(DryRunView::untried)::write).toList());
		members.add("durationMs", (report) -> report.duration().toMillis());
		members.add("error", (report) -> FailureReport
			.value((report.failure() != null) ? FailureReport.of(report.failure()) : null));
	});

	private DryRunView() {
	}

	private static void step(JsonWriter.Members<DryRunReport.Step> step) {
		step.add("name", DryRunReport.Step::name);
		step.add("statements", DryRunReport.Step::statements);
		step.add("executionMs", (value) -> value.duration().toMillis());
		step.add("rows", DryRunReport.Step::rows);
		step.add("locks", (value) -> value.locks().stream().map(JsonWriter.of(DryRunView::lock)::write).toList());
	}

	private static void lock(JsonWriter.Members<DryRunReport.Lock> lock) {
		lock.add("relation", DryRunReport.Lock::relation);
		lock.add("mode", DryRunReport.Lock::mode);
	}

	private static void untried(JsonWriter.Members<DryRunReport.Untried> untried) {
		untried.add("name", DryRunReport.Untried::name);
		untried.add("reason", DryRunReport.Untried::reason);
	}

	static String json(DryRunReport report) {
		return JSON.writeToString(report);
	}

	static void print(DryRunReport report, Terminal terminal) {
		PrintWriter out = terminal.out();
		if (report.steps().isEmpty() && report.untried().isEmpty() && report.failure() == null) {
			out.println("Nothing to do.");
			return;
		}
		for (DryRunReport.Step step : report.steps()) {
			out.println(terminal.paint(Terminal.Color.GREEN, "tried") + "      " + step.name() + " in "
					+ StatusView.took(step.duration().toMillis()) + ", " + step.rows()
					+ ((step.rows() == 1) ? " row" : " rows"));
			for (DryRunReport.Lock lock : step.locks()) {
				out.println("           " + lock.mode() + " on " + lock.relation());
			}
		}
		for (DryRunReport.Untried untried : report.untried()) {
			out.println(terminal.paint(Terminal.Color.YELLOW, "not tried") + "  " + untried.name() + ": "
					+ untried.reason());
		}
		out.println("Tried " + report.steps().size() + ", not tried " + report.untried().size() + ", failed "
				+ ((report.failure() != null) ? 1 : 0) + " (" + StatusView.took(report.duration().toMillis()) + ")");
		out.println("Rolled back: nothing was applied. Only sequences may have advanced.");
	}

}
