package dev.appmigrations.command;

import dev.appmigrations.engine.report.ContractPlanReport;

/**
 * What {@code contract} would do, for the comment of a pull request.
 */
final class ContractPlanMarkdown {

	private ContractPlanMarkdown() {
	}

	static String of(ContractPlanReport report) {
		StringBuilder text = new StringBuilder("### Contract migrations\n\n");
		if (report.steps().isEmpty()) {
			text.append("Nothing to do.\n");
		}
		for (ContractPlanReport.Step step : report.steps()) {
			text.append("**")
				.append(LintMarkdown.escape(step.name()))
				.append("** · ")
				.append(step.phase())
				.append(" · ")
				.append((step.reasons().isEmpty()) ? "would run now" : "waits")
				.append("\n\n");
			step.reasons()
				.forEach((reason) -> text.append("- waits: ").append(LintMarkdown.escape(reason)).append('\n'));
			step.verifies()
				.forEach((name) -> text.append("- verifies ").append(LintMarkdown.escape(name)).append(" once more\n"));
			step.removals()
				.forEach((removal) -> text.append("- drops ")
					.append(LintMarkdown.escape(removal.what() + ": " + ContractPlanText.use(removal)))
					.append('\n'));
			text.append("\n| line | statement | locks | takes |\n|--:|--|--|--|\n");
			for (ContractPlanReport.Statement statement : step.statements()) {
				text.append("| ")
					.append(statement.place().line())
					.append(" | ")
					.append(LintMarkdown.escape(statement.place().statement()))
					.append((statement.alone()) ? " (outside a transaction)" : "")
					.append(" | ")
					.append(LintMarkdown.escape(ContractPlanText.locks(statement)))
					.append(" | ")
					.append(takes(statement))
					.append(" |\n");
			}
			text.append('\n');
		}
		report.releases()
			.forEach((release) -> text.append("- alive: ").append(LintMarkdown.escape(release.text())).append('\n'));
		return text.toString();
	}

	private static String takes(ContractPlanReport.Statement statement) {
		String time = ContractPlanText.time(statement);
		return (statement.work().isEmpty()) ? time
				: time + ": " + LintMarkdown.escape(String.join(" ", statement.work()));
	}

}
