package dev.appmigrations.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.engine.report.BackfillPlan;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.WritableJson;

/**
 * What {@code backfill --dry-run} has found, for people and for programs.
 */
final class BackfillPlanView {

	private BackfillPlanView() {
	}

	static void print(List<BackfillPlan> plans, PrintWriter out) {
		for (BackfillPlan plan : plans) {
			out.println(plan.name() + ", backfill of " + summary(plan));
			details(plan).forEach((line) -> out.println("  " + line));
			out.println();
		}
		out.println((plans.isEmpty()) ? "Nothing to do." : "Nothing was executed.");
	}

	/** Names the rows, and how they are walked. */
	static String summary(BackfillPlan plan) {
		return plan.table() + " by " + String.join(", ", plan.key()) + ": " + rows(plan);
	}

	/** Describes the first batch, line by line. */
	static List<String> details(BackfillPlan plan) {
		List<String> lines = new ArrayList<>();
		BackfillPlan.Batch batch = plan.batch();
		if (batch != null) {
			lines.add("up to the key " + plan.upperBound() + "; first batch: " + BackfillView.rows(batch.rows())
					+ ", from " + batch.from() + " to " + batch.to());
			lines.add("to find its end:");
			plan.walk().forEach((line) -> lines.add("  " + line));
		}
		for (BackfillPlan.Statement statement : plan.statements()) {
			lines.addAll(statement.text().lines().toList());
			statement.plan().forEach((line) -> lines.add("  " + line));
			if (statement.error() != null) {
				lines.add("  not explained: " + statement.error());
			}
		}
		if (plan.duration() != null) {
			lines.add("about " + StatusView.ago(plan.duration().toSeconds())
					+ ", if each batch takes as long as it should");
		}
		return lines;
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

	static WritableJson json(BackfillPlan plan) {
		return JsonWriter.<BackfillPlan>of(BackfillPlanView::members).write(plan);
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
