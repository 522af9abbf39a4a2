package dev.appmigrations.command;

import dev.appmigrations.command.json.FindingJson;
import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.engine.safety.LintReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * What the linter has found, for programs.
 */
final class LintJson {

	private LintJson() {
	}

	static String of(LintReport report, @Nullable TracedMigrations traced) {
		return JsonWriter.<LintReport>of((members) -> {
			members.add("serverVersion", LintReport::serverVersion);
			members.add("factsReadAt", LintReport::factsReadAt);
			members.add("unknown", LintReport::unknown);
			members.add("migrations", LintReport::migrations);
			members.add("findings", (value) -> ReportJson.array(value.findings(), FindingJson::members));
			if (traced != null) {
				members.add("trace", (value) -> traced.report()).usingMembers(TraceJson::members);
			}
		}).writeToString(report) + "\n";
	}

}
