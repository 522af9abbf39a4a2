package dev.appmigrations.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.report.ContractPlanReport;
import org.jspecify.annotations.Nullable;

/**
 * What {@code contract} would do, for people.
 */
final class ContractPlanText {

	private ContractPlanText() {
	}

	static String of(ContractPlanReport report) {
		StringBuilder text = new StringBuilder();
		if (report.steps().isEmpty()) {
			text.append("Nothing to do.\n");
		}
		for (ContractPlanReport.Step step : report.steps()) {
			text.append((step.reasons().isEmpty()) ? "runs       " : "waits      ")
				.append(step.name())
				.append(" (")
				.append(step.phase())
				.append(")\n");
			step.reasons().forEach((reason) -> text.append("  waits: ").append(reason).append('\n'));
			step.verifies()
				.forEach((name) -> text.append("  verifies ").append(name).append(" once more, before its lock\n"));
			for (ContractPlanReport.Statement statement : step.statements()) {
				text.append("  line ")
					.append(statement.place().line())
					.append(": ")
					.append(statement.place().statement())
					.append((statement.alone()) ? " (outside a transaction)\n" : "\n");
				text.append("    ").append(locks(statement)).append(", ").append(time(statement)).append('\n');
				statement.work().forEach((work) -> text.append("    ").append(work).append('\n'));
			}
			for (ContractPlanReport.Removal removal : step.removals()) {
				text.append("  drops ").append(removal.what()).append(": ").append(use(removal)).append('\n');
			}
		}
		report.preFlight()
			.obstacles()
			.forEach((obstacle) -> text.append("in the way now: ").append(obstacle).append('\n'));
		if (report.preFlight().unknown() != null) {
			text.append(report.preFlight().unknown()).append('\n');
		}
		if (report.safety().unknown() != null) {
			text.append("Facts of the database are not known: ").append(report.safety().unknown()).append('\n');
		}
		report.releases().forEach((release) -> text.append("alive      ").append(release.text()).append('\n'));
		return text.append("Nothing was executed.\n").toString();
	}

	static String locks(ContractPlanReport.Statement statement) {
		return (statement.locks().isEmpty()) ? "no lock on a table that is there"
				: String.join("; ", statement.locks());
	}

	static String time(ContractPlanReport.Statement statement) {
		Duration predicted = statement.predicted();
		if (statement.work().isEmpty()) {
			return "brief";
		}
		return (predicted != null) ? "some " + StatusView.took(predicted.toMillis()) : "for a time that is not known";
	}

	/** What is known of the use of the table, also where it is about a column. */
	static String use(ContractPlanReport.Removal removal) {
		List<String> known = new ArrayList<>();
		String of = (removal.column() != null) ? " of the table" : "";
		known.add("writes" + of + " since the old release went: " + removal.writes());
		String read = lastRead(removal);
		if (read != null) {
			known.add("last read" + of + " " + read);
		}
		return String.join("; ", known);
	}

	private static @Nullable String lastRead(ContractPlanReport.Removal removal) {
		return (removal.lastRead() != null) ? StatusView.time(removal.lastRead()) + " UTC" : null;
	}

}
