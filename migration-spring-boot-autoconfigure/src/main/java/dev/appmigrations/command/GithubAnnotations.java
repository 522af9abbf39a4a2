package dev.appmigrations.command;

import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.FindingText;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintReport;

/**
 * What the linter has found, as annotations of GitHub Actions (see GitHub: "Workflow
 * commands for GitHub Actions").
 */
final class GithubAnnotations {

	private GithubAnnotations() {
	}

	static String of(LintReport report, SourceFolders folders) {
		StringBuilder text = new StringBuilder();
		for (Finding finding : report.findings(Level.INFO)) {
			text.append("::")
				.append(command(finding.level()))
				.append(" file=")
				.append(property(folders.path(finding.location())))
				.append(",line=")
				.append(finding.position().line())
				.append(",col=")
				.append(finding.position().column())
				.append(",title=")
				.append(property(finding.rule()))
				.append("::")
				.append(data(message(finding)))
				.append('\n');
		}
		return text.toString();
	}

	private static String command(Level level) {
		return switch (level) {
			case FAIL -> "error";
			case WARN -> "warning";
			case INFO, OFF -> "notice";
		};
	}

	private static String message(Finding finding) {
		String remedy = (finding.remedy().isEmpty()) ? "" : "\nInstead:\n" + finding.remedy();
		return FindingText.sentence(finding) + remedy;
	}

	private static String data(String text) {
		return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
	}

	private static String property(String text) {
		return data(text).replace(":", "%3A").replace(",", "%2C");
	}

}
