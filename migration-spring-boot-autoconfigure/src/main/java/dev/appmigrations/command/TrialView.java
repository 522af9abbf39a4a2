package dev.appmigrations.command;

import java.io.PrintWriter;
import java.util.List;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.report.NoticeReport;
import dev.appmigrations.engine.report.TrialReport;

import org.springframework.boot.json.JsonWriter;

/**
 * Renders the findings of {@code up --dry-run --execute} for people and for programs.
 */
final class TrialView {

	private TrialView() {
	}

	private static void step(JsonWriter.Members<TrialReport.Step> step) {
		step.add("name", TrialReport.Step::name);
		step.add("statements", TrialReport.Step::statements);
		step.add("executionMs", (value) -> value.duration().toMillis());
		step.add("rows", TrialReport.Step::rows);
		step.add("locks", (value) -> ReportJson.array(value.locks(), TrialView::lock));
	}

	private static void lock(JsonWriter.Members<TrialReport.Lock> lock) {
		lock.add("relation", TrialReport.Lock::relation);
		lock.add("mode", TrialReport.Lock::mode);
	}

	private static void untried(JsonWriter.Members<TrialReport.Untried> untried) {
		untried.add("name", TrialReport.Untried::name);
		untried.add("reason", TrialReport.Untried::reason);
	}

	static String json(TrialReport report, CollectedNotices notices) {
		return JsonWriter.<TrialReport>of((members) -> {
			members.add("dryRun", (value) -> true);
			members.add("executed", (value) -> true);
			members.add("tried", (value) -> ReportJson.array(value.steps(), TrialView::step));
			members.add("untried", (value) -> ReportJson.array(value.untried(), TrialView::untried));
			members.add("durationMs", (value) -> value.duration().toMillis());
			members.add("notices", (value) -> NoticeLines.json(notices.all()));
			members.add("error", (value) -> FailureReport
				.value((value.failure() != null) ? FailureReport.of(value.failure()) : null));
		}).writeToString(report);
	}

	/**
	 * Prints the findings.
	 * @param report the findings
	 * @param notices what the server said meanwhile
	 * @param terminal where
	 */
	static void print(TrialReport report, CollectedNotices notices, Terminal terminal) {
		PrintWriter out = terminal.out();
		if (report.steps().isEmpty() && report.untried().isEmpty() && report.failure() == null) {
			out.println("Nothing to do.");
			return;
		}
		for (TrialReport.Step step : report.steps()) {
			out.println(terminal.paint(Terminal.Color.GREEN, "tried") + "      " + step.name() + " in "
					+ StatusView.took(step.duration().toMillis()) + ", " + step.rows()
					+ ((step.rows() == 1) ? " row" : " rows"));
			for (TrialReport.Lock lock : step.locks()) {
				out.println("           " + lock.mode() + " on " + lock.relation());
			}
			print(notices.take(step.name()), out);
		}
		for (TrialReport.Untried untried : report.untried()) {
			out.println(terminal.paint(Terminal.Color.YELLOW, "not tried") + "  " + untried.name() + ": "
					+ untried.reason());
		}
		// Of the one that failed, which its message names below.
		print(notices.all(), out);
		out.println("Tried " + report.steps().size() + ", not tried " + report.untried().size() + ", failed "
				+ ((report.failure() != null) ? 1 : 0) + " (" + StatusView.took(report.duration().toMillis()) + ")");
		out.println("Rolled back: nothing was applied. Only sequences may have advanced.");
	}

	private static void print(List<NoticeReport> notices, PrintWriter out) {
		notices.forEach((notice) -> NoticeLines.of(notice).forEach((line) -> out.println(" " + line)));
	}

}
