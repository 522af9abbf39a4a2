package dev.appmigrations.command;

import dev.appmigrations.command.json.FindingJson;
import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.engine.safety.LintReport;

import org.springframework.boot.json.JsonWriter;

/**
 * What the linter has found, for programs.
 */
final class LintJson {

	private static final JsonWriter<LintReport> WRITER = JsonWriter.of((report) -> {
		report.add("serverVersion", LintReport::serverVersion);
		report.add("factsReadAt", LintReport::factsReadAt);
		report.add("unknown", LintReport::unknown);
		report.add("migrations", LintReport::migrations);
		report.add("findings", (value) -> ReportJson.array(value.findings(), FindingJson::members));
	});

	private LintJson() {
	}

	static String of(LintReport report) {
		return WRITER.writeToString(report) + "\n";
	}

}
