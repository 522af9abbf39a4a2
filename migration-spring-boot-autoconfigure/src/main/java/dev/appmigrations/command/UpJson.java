package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.engine.report.StepReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * What {@code up} did, as JSON.
 *
 * @param total how many were pending
 * @param applied what was applied
 * @param skipped what was not, because of a failure or because another instance did it
 * @param failed what failed
 * @param durationMs how long all of it took, in milliseconds
 * @param error why it failed, {@code null} if nothing did
 */
record UpJson(int total, List<StepReport> applied, List<String> skipped, List<String> failed, long durationMs,
		@Nullable FailureReport error) {

	private static final JsonWriter<UpJson> WRITER = JsonWriter.of((members) -> {
		members.add("total", UpJson::total);
		members.add("applied", (value) -> value.applied().stream().map(JsonWriter.of(UpJson::step)::write).toList());
		members.add("skipped", UpJson::skipped);
		members.add("failed", UpJson::failed);
		members.add("durationMs", UpJson::durationMs);
		members.add("error", UpJson::error).usingMembers(FailureReport::members);
	});

	static String of(UpJson value) {
		return WRITER.writeToString(value);
	}

	private static void step(JsonWriter.Members<StepReport> step) {
		step.add("name", StepReport::name);
		step.add("statements", StepReport::statements);
		step.add("durationMs", (value) -> value.duration().toMillis());
		step.add("outOfOrder", StepReport::outOfOrder);
		step.add("transaction", StepReport::transaction);
	}

}
