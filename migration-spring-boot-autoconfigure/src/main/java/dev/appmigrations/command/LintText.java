package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.FindingText;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintReport;

/**
 * What the linter has found, for people.
 */
final class LintText {

	private LintText() {
	}

	static String of(LintReport report) {
		StringBuilder text = new StringBuilder();
		for (Finding finding : report.findings()) {
			if (finding.counts(Level.INFO)) {
				text.append(FindingText.of(finding)).append("\n\n");
			}
		}
		List<Finding> dismissed = report.findings().stream().filter((finding) -> finding.dismissal() != null).toList();
		for (Finding finding : dismissed) {
			text.append("dismissed ")
				.append(finding.rule())
				.append(" at ")
				.append(finding.place())
				.append(": ")
				.append(finding.dismissal())
				.append('\n');
		}
		if (!dismissed.isEmpty()) {
			text.append('\n');
		}
		return text.append(summary(report)).append('\n').toString();
	}

	/**
	 * Counts.
	 * @param report what was found
	 * @return a sentence, or two
	 */
	static String summary(LintReport report) {
		long fail = count(report, Level.FAIL);
		long warn = count(report, Level.WARN);
		long info = count(report, Level.INFO);
		long known = report.findings().stream().filter(Finding::known).count();
		long allowed = report.findings().stream().filter((finding) -> finding.allowed() != null).count();
		String unknown = (report.unknown() != null) ? " Not all of the database is known: " + report.unknown() + "."
				: "";
		String judged = (report.migrations().size() == 1) ? "1 migration" : report.migrations().size() + " migrations";
		if (report.findings().isEmpty()) {
			return judged + " judged, nothing found." + unknown;
		}
		return judged + " judged for PostgreSQL " + report.serverVersion() / 10_000 + ": " + fail + " fail, " + warn
				+ " warn, " + info + " info" + ((allowed > 0) ? ", " + allowed + " allowed" : "")
				+ ((known > 0) ? ", " + known + " known" : "") + "." + unknown;
	}

	private static long count(LintReport report, Level level) {
		return report.findings(level).stream().filter((finding) -> finding.level() == level).count();
	}

}
