package dev.appmigrations.command;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.FindingText;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.engine.safety.rule.Rule;
import dev.appmigrations.engine.safety.rule.Rules;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * What the linter has found, for code scanning (see OASIS: "Static Analysis Results
 * Interchange Format (SARIF) Version 2.1.0").
 */
final class SarifReport {

	private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

	private SarifReport() {
	}

	static String of(LintReport report, SourceFolders folders) {
		return JsonWriter.<LintReport>of((log) -> {
			log.add("$schema", (value) -> SCHEMA);
			log.add("version", (value) -> "2.1.0");
			log.add("runs", (value) -> ReportJson.array(List.of(value), (run) -> run(run, folders)));
		}).writeToString(report) + "\n";
	}

	private static void run(JsonWriter.Members<LintReport> run, SourceFolders folders) {
		run.add("tool").usingMembers((tool) -> tool.add("driver").usingMembers((driver) -> {
			driver.add("name", (value) -> "App Migrations");
			driver.add("rules", (value) -> ReportJson.array(Rules.all(), SarifReport::rule));
		}));
		run.add("columnKind", (value) -> "unicodeCodePoints");
		run.add("results", (value) -> ReportJson.<Finding>array(value.findings(), (result) -> result(result, folders)));
	}

	private static void rule(JsonWriter.Members<Rule> rule) {
		rule.add("id", Rule::id);
		rule.add("shortDescription", (value) -> Map.of("text", value.harm().text()));
		rule.add("fullDescription", (value) -> Map.of("text", value.explanation()));
	}

	private static void result(JsonWriter.Members<Finding> result, SourceFolders folders) {
		result.add("ruleId", Finding::rule);
		result.add("kind", (value) -> (value.dismissal() != null) ? "informational" : "fail");
		result.add("level", SarifReport::level);
		result.add("message", (value) -> Map.of("text", message(value)));
		result.add("locations",
				(value) -> ReportJson.<Finding>array(List.of(value), (location) -> location(location, folders)));
		result.add("partialFingerprints", (value) -> Map.of("statement/v1", value.fingerprint()));
		result.add("suppressions", SarifReport::suppressions).whenNotNull();
	}

	private static void location(JsonWriter.Members<Finding> location, SourceFolders folders) {
		location.add("physicalLocation").usingMembers((physical) -> {
			physical.add("artifactLocation", (value) -> Map.of("uri", uri(folders.path(value.location()))));
			physical.add("region",
					(value) -> Map.of("startLine", value.position().line(), "startColumn", value.position().column()));
		});
	}

	/** Relative, with what a URI cannot hold in percent-encoding. */
	private static String uri(String path) {
		try {
			return new URI(null, null, path, null).toASCIIString();
		}
		catch (URISyntaxException ex) {
			return path.replaceAll("[^A-Za-z0-9/._-]", "_");
		}
	}

	private static String level(Finding finding) {
		if (finding.dismissal() != null) {
			return "none";
		}
		return switch (finding.level()) {
			case FAIL -> "error";
			case WARN -> "warning";
			case INFO, OFF -> "note";
		};
	}

	private static String message(Finding finding) {
		String text = FindingText.sentence(finding);
		if (finding.dismissal() != null) {
			return text + ". Dismissed: " + finding.dismissal();
		}
		return (finding.remedy().isEmpty()) ? text : text + ". Instead:\n" + finding.remedy();
	}

	private static @Nullable List<Map<String, String>> suppressions(Finding finding) {
		String reason = finding.allowed();
		if (finding.known()) {
			return List.of(Map.of("kind", "external", "justification", "The baseline has it"));
		}
		return (reason != null) ? List.of(Map.of("kind", "inSource", "justification", reason)) : null;
	}

}
