package dev.appmigrations.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.engine.report.BackfillPlan;

import org.springframework.boot.json.JsonWriter;

/**
 * What {@code backfill --dry-run} has found, for people and for programs.
 */
final class BackfillPlanView {

	private BackfillPlanView() {
	}

	static void print(List<BackfillPlan> plans, PrintWriter out) {
		for (BackfillPlan plan : plans) {
			out.println(plan.name() + ", backfill of " + plan.table() + " by " + String.join(", ", plan.key()) + ": "
					+ rows(plan));
			BackfillPlan.Batch batch = plan.batch();
			if (batch != null) {
				out.println("  up to the key " + plan.upperBound() + "; first batch: " + BackfillView.rows(batch.rows())
						+ ", from " + batch.from() + " to " + batch.to());
				out.println("  to find its end:");
				plan.walk().forEach((line) -> out.println("    " + line));
			}
			for (BackfillPlan.Statement statement : plan.statements()) {
				out.println("  " + statement.text().replace("\n", "\n  "));
				statement.plan().forEach((line) -> out.println("    " + line));
				if (statement.error() != null) {
					out.println("    not explained: " + statement.error());
				}
			}
			if (plan.duration() != null) {
				out.println("  about " + StatusView.ago(plan.duration().toSeconds())
						+ ", if each batch takes as long as it should");
			}
			out.println();
		}
		out.println((plans.isEmpty()) ? "Nothing to do." : "Nothing was executed.");
	}

	private static String rows(BackfillPlan plan) {
		Long estimate = plan.estimate();
		return (estimate != null) ? String.format(Locale.ROOT, "about %,d rows", estimate)
				: "an unknown number of rows";
	}

	static String json(List<BackfillPlan> plans) {
		return JsonWriter.<List<BackfillPlan>>of((members) -> {
			members.add("dryRun", (value) -> true);
			members.add("executed", (value) -> false);
			members.add("backfills", (value) -> ReportJson.array(value, BackfillPlanView::members));
		}).writeToString(plans);
	}

	private static void members(JsonWriter.Members<BackfillPlan> plan) {
		plan.add("name", BackfillPlan::name);
		plan.add("table", BackfillPlan::table);
		plan.add("key", BackfillPlan::key);
		plan.add("estimatedRows", BackfillPlan::estimate);
		plan.add("upperBound", BackfillPlan::upperBound);
		plan.add("batch", (value) -> (value.batch() != null) ? JsonWriter.<BackfillPlan.Batch>of((batch) -> {
			batch.add("rows", BackfillPlan.Batch::rows);
			batch.add("from", BackfillPlan.Batch::from);
			batch.add("to", BackfillPlan.Batch::to);
		}).write(value.batch()) : null);
		plan.add("walkPlan", BackfillPlan::walk);
		plan.add("statements", (value) -> ReportJson.array(value.statements(), BackfillPlanView::statement));
		plan.add("estimatedSeconds", (value) -> (value.duration() != null) ? value.duration().toSeconds() : null);
	}

	private static void statement(JsonWriter.Members<BackfillPlan.Statement> statement) {
		statement.add("statement", BackfillPlan.Statement::text);
		statement.add("plan", BackfillPlan.Statement::plan);
		statement.add("error", BackfillPlan.Statement::error);
	}

}
