package dev.appmigrations.command;

import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.FindingText;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintReport;

/**
 * What the linter has found, for the comment of a pull request.
 */
final class LintMarkdown {

	private LintMarkdown() {
	}

	static String of(LintReport report, SourceFolders folders) {
		StringBuilder text = new StringBuilder("### Migrations\n\n").append(LintText.summary(report)).append('\n');
		for (Finding finding : report.findings(Level.INFO)) {
			text.append("\n**")
				.append(finding.level().label())
				.append("** `")
				.append(finding.rule())
				.append("` ")
				.append(escape(folders.path(finding.location())))
				.append(", line ")
				.append(finding.position().line())
				.append("  \n")
				.append(escape(FindingText.sentence(finding)))
				.append('\n');
			if (!finding.evidence().isEmpty()) {
				text.append("\nKnown: ").append(escape(String.join("; ", finding.evidence()))).append('\n');
			}
			if (!finding.remedy().isEmpty()) {
				text.append("\nInstead:\n\n").append(fence(finding.remedy())).append('\n');
			}
		}
		return text.toString();
	}

	/** Longer than any fence in the text. */
	private static String fence(String sql) {
		String fence = "```";
		while (sql.contains(fence)) {
			fence += "`";
		}
		return fence + "sql\n" + sql + "\n" + fence;
	}

	static String escape(String text) {
		return text.replaceAll("([\\\\`*_\\[\\]<>|#~@])", "\\\\$1");
	}

}
