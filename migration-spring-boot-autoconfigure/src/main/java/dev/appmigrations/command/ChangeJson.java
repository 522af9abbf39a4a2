package dev.appmigrations.command;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.engine.operation.DatabaseOperations;
import dev.appmigrations.engine.safety.facts.FactsReading;
import dev.appmigrations.engine.safety.facts.FactsRequest;
import dev.appmigrations.generate.GeneratedMigration;
import dev.appmigrations.generate.GeneratedMigrations;
import dev.appmigrations.generate.Step;
import dev.appmigrations.generate.Steps;

import org.springframework.boot.json.JsonWriter;

/**
 * The migrations of a change, for programs: files, what they wait for, and what each
 * statement locks and reads.
 */
final class ChangeJson {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private ChangeJson() {
	}

	static String write(String operation, GeneratedMigrations generated, DatabaseOperations database) {
		FactsReading facts = database.facts(FactsRequest.ofEverything(List.of(), LIMIT));
		Steps steps = new Steps(facts.facts());
		List<File> files = generated.files().stream().map((file) -> new File(file, steps.of(file))).toList();
		return JsonWriter.<List<File>>of((members) -> {
			members.add("operation", (value) -> operation);
			members.add("files", (value) -> ReportJson.array(value, ChangeJson::members));
			members.add("notes", (value) -> generated.notes());
		}).writeToString(files);
	}

	private static void members(JsonWriter.Members<File> file) {
		file.add("file", (value) -> value.migration().file());
		file.add("version", (value) -> String.valueOf(value.migration().version()));
		file.add("rollback", (value) -> value.migration().rollback());
		file.add("phase", (value) -> value.migration().phase().label());
		file.add("release", (value) -> value.migration().release().words());
		file.add("backfill", (value) -> value.migration().backfill());
		file.add("requires", (value) -> value.migration().requires().stream().map(String::valueOf).toList());
		file.add("up", (value) -> value.migration().up());
		file.add("down", (value) -> value.migration().down());
		file.add("steps", (value) -> ReportJson.array(value.steps(), ChangeJson::step));
	}

	private static void step(JsonWriter.Members<Step> step) {
		step.add("line", Step::line);
		step.add("sql", Step::sql);
		step.add("locks", (value) -> ReportJson.array(value.locks(), (lock) -> {
			lock.add("relation", Step.Lock::relation);
			lock.add("mode", Step.Lock::mode);
		}));
		step.add("scans", Step::scans);
		step.add("waitsForSnapshots", Step::waitsForSnapshots);
	}

	/**
	 * A file and its statements.
	 */
	private record File(GeneratedMigration migration, List<Step> steps) {

	}

}
