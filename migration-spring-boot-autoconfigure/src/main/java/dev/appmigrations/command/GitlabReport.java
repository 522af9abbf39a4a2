package dev.appmigrations.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.FindingText;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintReport;

import org.springframework.boot.json.JsonWriter;

/**
 * What the linter has found, as a report of GitLab's Code Quality (see GitLab: "Code
 * Quality report format"). It has no place for what is allowed, dismissed or known.
 */
final class GitlabReport {

	private GitlabReport() {
	}

	static String of(LintReport report, SourceFolders folders) {
		List<Issue> issues = new ArrayList<>();
		Map<String, Integer> fingerprints = new HashMap<>();
		for (Finding finding : report.findings(Level.INFO)) {
			// Equal ones would hide each other.
			int number = fingerprints.merge(finding.fingerprint(), 1, Integer::sum);
			issues.add(new Issue(finding, folders.path(finding.location()),
					finding.fingerprint() + ((number > 1) ? "-" + number : "")));
		}
		return JsonWriter
			.<List<Issue>>of((list) -> list.add().as((values) -> ReportJson.array(values, GitlabReport::members)))
			.writeToString(issues) + "\n";
	}

	private static void members(JsonWriter.Members<Issue> issue) {
		issue.add("description", (value) -> description(value.finding()));
		issue.add("check_name", (value) -> value.finding().rule());
		issue.add("fingerprint", Issue::fingerprint);
		issue.add("severity", (value) -> severity(value.finding().level()));
		issue.add("location",
				(value) -> Map.of("path", value.path(), "lines", Map.of("begin", value.finding().position().line())));
	}

	private static String description(Finding finding) {
		String remedy = (finding.remedy().isEmpty()) ? "" : ". Instead: " + finding.remedy().replaceAll("\\s+", " ");
		return FindingText.sentence(finding) + remedy;
	}

	private static String severity(Level level) {
		return switch (level) {
			case FAIL -> "critical";
			case WARN -> "major";
			case INFO, OFF -> "info";
		};
	}

	private record Issue(Finding finding, String path, String fingerprint) {

	}

}
