package dev.appmigrations.command;

import java.io.PrintWriter;
import java.util.Locale;

import dev.appmigrations.command.json.FindingJson;
import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.report.BackfillPlan;
import dev.appmigrations.engine.report.Blocker;
import dev.appmigrations.engine.report.DryRunReport;
import dev.appmigrations.engine.report.PreFlightReport;
import dev.appmigrations.engine.report.PreFlightReport.Need;
import dev.appmigrations.engine.report.PreFlightReport.Obstacle;
import dev.appmigrations.engine.report.WaitingReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.WritableJson;

/**
 * Renders what {@code up --dry-run} has found for people and for programs.
 */
final class DryRunView {

	private DryRunView() {
	}

	static String json(DryRunReport report) {
		return JsonWriter.<DryRunReport>of((members) -> {
			members.add("dryRun", (value) -> true);
			members.add("executed", (value) -> false);
			members.add("plan", (value) -> ReportJson.array(value.steps(), DryRunView::step));
			members.add("waiting", (value) -> value.waiting().stream().map(WaitingReport::name).toList());
			members.add("backfills", (value) -> ReportJson.array(value.backfills(), DryRunView::backfill));
			members.add("findings", (value) -> ReportJson.array(value.safety().findings(), FindingJson::members));
			members.add("factsUnknown", (value) -> value.safety().unknown());
			members.add("estimates", (value) -> ReportJson.array(value.estimates(), DryRunView::estimate));
			members.add("obstacles", (value) -> ReportJson.array(value.preFlight().obstacles(), DryRunView::obstacle));
			members.add("obstaclesUnknown", (value) -> value.preFlight().unknown());
			members.add("durationMs", (value) -> value.duration().toMillis());
		}).writeToString(report);
	}

	private static void step(JsonWriter.Members<DryRunReport.Step> step) {
		step.add("name", DryRunReport.Step::name);
		step.add("phase", DryRunReport.Step::phase);
		step.add("location", DryRunReport.Step::location);
		step.add("statements", DryRunReport.Step::statements);
		step.add("outsideTransaction", (value) -> ReportJson.array(value.alone(), DryRunView::place));
	}

	private static void backfill(JsonWriter.Members<DryRunReport.Backfill> backfill) {
		backfill.add("name", DryRunReport.Backfill::name);
		backfill.add("inBatches", DryRunReport.Backfill::inBatches);
		backfill.add("unknown", DryRunReport.Backfill::unknown);
		backfill.add("plan", (value) -> (value.plan() != null) ? BackfillPlanView.json(value.plan()) : null);
	}

	private static void place(JsonWriter.Members<DryRunReport.Place> place) {
		place.add("line", DryRunReport.Place::line);
		place.add("statement", DryRunReport.Place::statement);
	}

	private static void estimate(JsonWriter.Members<DryRunReport.Estimate> estimate) {
		estimate.add("migration", DryRunReport.Estimate::migration);
		estimate.add("line", (value) -> value.place().line());
		estimate.add("statement", (value) -> value.place().statement());
		estimate.add("rows", DryRunReport.Estimate::rows);
		estimate.add("reason", DryRunReport.Estimate::reason);
	}

	private static void obstacle(JsonWriter.Members<Obstacle> obstacle) {
		obstacle.add("kind", (value) -> value.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
		obstacle.add("pid", (value) -> (value.session().backend() != 0) ? value.session().backend() : null);
		obstacle.add("application", session(Blocker::application));
		obstacle.add("role", session(Blocker::role));
		obstacle.add("state", session(Blocker::state));
		obstacle.add("transactionSeconds", (value) -> value.session().transactionSeconds());
		obstacle.add("query", session(Blocker::query));
		obstacle.add("mode", Obstacle::mode);
		obstacle.add("granted", Obstacle::granted);
		obstacle.add("relation", Obstacle::relation);
		obstacle.add("needs", (value) -> need(value.need()));
	}

	private static JsonWriter.Extractor<Obstacle, @Nullable String> session(
			JsonWriter.Extractor<Blocker, @Nullable String> value) {
		return (obstacle) -> value.extract(obstacle.session());
	}

	private static @Nullable WritableJson need(@Nullable Need need) {
		return (need != null) ? JsonWriter.<Need>of((members) -> {
			members.add("migration", Need::migration);
			members.add("line", Need::line);
			members.add("mode", Need::mode);
		}).write(need) : null;
	}

	/**
	 * Prints what was found.
	 * @param report the report
	 * @param terminal where
	 */
	static void print(DryRunReport report, Terminal terminal) {
		PrintWriter out = terminal.out();
		if (report.steps().isEmpty()) {
			out.println("Nothing to do.");
		}
		for (DryRunReport.Step step : report.steps()) {
			out.println(terminal.paint(Terminal.Color.YELLOW, "pending") + "    " + step.name() + " (" + step.phase()
					+ ", " + step.statements() + ((step.statements() == 1) ? " statement)" : " statements)"));
			for (DryRunReport.Place place : step.alone()) {
				out.println("           outside a transaction, line " + place.line() + ": " + place.statement());
			}
		}
		report.waiting().forEach((waiting) -> out.println("waits      " + waiting.name() + ", " + waiting.until()));
		report.backfills().forEach((backfill) -> backfill(backfill, out));
		if (!report.steps().isEmpty()) {
			estimates(report, out);
			preFlight(report.preFlight(), terminal);
			out.println();
			out.print(LintText.of(report.safety()));
		}
		out.println("Nothing was executed.");
	}

	private static void backfill(DryRunReport.Backfill backfill, PrintWriter out) {
		String what = "backfill   " + backfill.name()
				+ ((backfill.inBatches()) ? ", left to be done in batches: " : ", done at its place: ");
		BackfillPlan plan = backfill.plan();
		if (plan == null) {
			out.println(((backfill.inBatches()) ? what : "backfill   " + backfill.name() + ": ") + "not known yet: "
					+ backfill.unknown());
			return;
		}
		out.println(what + BackfillPlanView.summary(plan));
		BackfillPlanView.details(plan).forEach((line) -> out.println("           " + line));
	}

	private static void estimates(DryRunReport report, PrintWriter out) {
		for (DryRunReport.Estimate estimate : report.estimates()) {
			Long rows = estimate.rows();
			out.println("rows       " + estimate.migration() + ", line " + estimate.place().line() + ": "
					+ ((rows != null) ? String.format(Locale.ROOT, "about %,d by EXPLAIN", rows)
							: "not estimated: " + estimate.reason()));
		}
	}

	private static void preFlight(PreFlightReport report, Terminal terminal) {
		for (Obstacle obstacle : report.obstacles()) {
			terminal.out().println(terminal.paint(Terminal.Color.YELLOW, "in the way") + " " + obstacle);
		}
		if (report.unknown() != null) {
			terminal.out().println("unknown    " + report.unknown());
		}
		else if (report.obstacles().isEmpty()) {
			terminal.out().println("clear      nobody is in the way right now");
		}
	}

}
