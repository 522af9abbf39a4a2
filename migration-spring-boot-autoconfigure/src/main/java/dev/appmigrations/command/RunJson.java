package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.command.terminal.Verb;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.report.NoticeReport;
import dev.appmigrations.engine.report.StepReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * Writes the outcome of a run as JSON.
 *
 * @param verb what it was to do
 * @param total how many migrations it was about, those included that were as they should
 * be
 * @param done those with which it did so
 * @param skipped those with which it was done already, before the run or by another
 * instance
 * @param failed those that failed
 * @param notReached those that were to follow a failure
 * @param durationMs how long all of it took, in milliseconds
 * @param notices what the server said while scripts ran
 * @param backfills what is done in batches and is not done yet
 * @param error why it failed, {@code null} if nothing did
 */
record RunJson(Verb verb, int total, List<StepReport> done, List<String> skipped, List<String> failed,
		List<String> notReached, long durationMs, List<NoticeReport> notices, List<BackfillReport> backfills,
		@Nullable FailureReport error) {

	/** Returns the numbers in one line. */
	String summary() {
		String already = (this.skipped.isEmpty()) ? "" : " (already " + this.verb.done() + ")";
		String open = (this.notReached.isEmpty()) ? "" : ", not reached " + this.notReached.size();
		return "Total " + this.total + ", " + this.verb.done() + " " + this.done.size() + ", skipped "
				+ this.skipped.size() + already + ", failed " + this.failed.size() + open + " ("
				+ StatusView.took(this.durationMs) + ")";
	}

	String text() {
		return JsonWriter.<RunJson>of((members) -> {
			members.add("total", RunJson::total);
			members.add(this.verb.done(), (value) -> ReportJson.array(value.done(), RunJson::step));
			members.add("skipped", RunJson::skipped);
			members.add("failed", RunJson::failed);
			members.add("notReached", RunJson::notReached);
			members.add("durationMs", RunJson::durationMs);
			members.add("notices", (value) -> NoticeLines.json(value.notices()));
			members.add("backfills", (value) -> ReportJson.backfills(value.backfills()));
			members.add("error", (value) -> FailureReport.value(value.error()));
		}).writeToString(this);
	}

	private static void step(JsonWriter.Members<StepReport> step) {
		step.add("name", StepReport::name);
		step.add("statements", StepReport::statements);
		step.add("executionMs", (value) -> value.duration().toMillis());
		step.add("outOfOrder", StepReport::outOfOrder);
		step.add("transaction", StepReport::transaction);
	}

}
