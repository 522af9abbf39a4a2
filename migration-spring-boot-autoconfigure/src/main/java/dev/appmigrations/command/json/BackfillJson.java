package dev.appmigrations.command.json;

import java.time.Duration;

import dev.appmigrations.engine.report.BackfillReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * A backfill as JSON, with the names that the actuator's endpoint uses.
 */
final class BackfillJson {

	private BackfillJson() {
	}

	static void members(JsonWriter.Members<BackfillReport> backfill) {
		backfill.add("name", BackfillReport::name);
		backfill.add("version", BackfillReport::version);
		backfill.add("table", BackfillReport::table);
		backfill.add("state", BackfillReport::state);
		backfill.add("reason", BackfillReport::reason);
		backfill.add("since", BackfillReport::since);
		backfill.add("startedAt", BackfillReport::startedAt);
		backfill.add("position", BackfillReport::position);
		backfill.add("cursor", BackfillReport::cursor);
		backfill.add("rows", BackfillReport::rows);
		backfill.add("estimatedRows", BackfillReport::estimate);
		backfill.add("pass", BackfillReport::pass);
		backfill.add("skipped", BackfillReport::skipped);
		backfill.add("rowsPerSecond", BackfillReport::rate);
		backfill.add("batchSize", BackfillReport::batchSize);
		backfill.add("remainingSeconds", (value) -> seconds(value.remaining()));
		backfill.add("uncertaintySeconds", (value) -> seconds(value.uncertainty()));
		backfill.add("instance", BackfillReport::instance);
		backfill.add("active", BackfillReport::active);
		backfill.add("lastError", BackfillReport::lastError);
	}

	private static @Nullable Long seconds(@Nullable Duration duration) {
		return (duration != null) ? Long.valueOf(duration.toSeconds()) : null;
	}

}
