package dev.appmigrations.command;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import dev.appmigrations.autoconfigure.wording.PropertyWording;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.ProblemGroups;
import dev.appmigrations.engine.migration.ProblemText;
import dev.appmigrations.engine.report.InstanceReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.ReleaseReport;
import dev.appmigrations.engine.report.RunningReport;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.engine.safety.Finding;
import dev.appmigrations.engine.safety.FindingText;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.engine.wording.Wording;
import org.jspecify.annotations.Nullable;

/**
 * A report as people read it.
 */
final class StatusView {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private final Terminal terminal;

	private final PrintWriter out;

	private final Wording wording = new PropertyWording();

	StatusView(Terminal terminal) {
		this.terminal = terminal;
		this.out = terminal.out();
	}

	void print(MigrationReport report, int limit) {
		DatabaseFacts facts = report.facts();
		this.out.println(facts.product() + ", database " + facts.database() + ", role " + facts.role());
		this.out.println(
				"History: " + ((facts.schema() != null) ? facts.schema() + "." : "") + report.table() + notes(facts));
		this.out.println();
		new StatusTable(this.terminal, limit).print(report);
		printRollout(report);
		printProblems(report.problems());
		printFindings(report.safety());
		this.out.println(summary(report));
	}

	private void printFindings(LintReport safety) {
		for (Finding finding : safety.findings(Level.WARN)) {
			Terminal.Color color = (finding.level() == Level.FAIL) ? Terminal.Color.RED : Terminal.Color.YELLOW;
			this.out.println(this.terminal.paint(color, finding.level().label()) + "      " + finding.place() + " "
					+ finding.rule() + ": " + FindingText.sentence(finding));
		}
		if (!safety.findings(Level.WARN).isEmpty()) {
			this.out.println("  With the safe forms: migrations lint");
			this.out.println();
		}
	}

	private static String notes(DatabaseFacts facts) {
		List<String> notes = new ArrayList<>();
		if (facts.standby()) {
			notes.add("standby");
		}
		if (facts.readOnly()) {
			notes.add("read-only");
		}
		if (facts.pooled()) {
			notes.add("through a pooler");
		}
		return (notes.isEmpty()) ? "" : " (" + String.join(", ", notes) + ")";
	}

	/**
	 * Prints what is done in batches, what waits and why, who is there, and what is
	 * running now.
	 */
	void printRollout(MigrationReport report) {
		BackfillView.print(report.backfills(), this.terminal);
		printWaiting(report.waiting());
		printInstances(report.instances());
		printReleases(report.releases());
		printRunning(report.running());
	}

	private void printWaiting(List<WaitingReport> waiting) {
		for (WaitingReport migration : waiting) {
			this.out.println(this.terminal.paint(Terminal.Color.YELLOW, "waiting") + "   " + migration.name() + ", "
					+ migration.until() + ":" + reasons(migration));
			this.out.println();
		}
	}

	static String reasons(WaitingReport waiting) {
		return (waiting.reasons().isEmpty()) ? "\n  nobody is in the way: run the command 'migrations contract'"
				: "\n  " + String.join("\n  ", waiting.reasons());
	}

	private void printInstances(List<InstanceReport> instances) {
		if (instances.isEmpty()) {
			return;
		}
		this.out.println("INSTANCE                        RELEASE           SEEN");
		for (InstanceReport instance : instances) {
			String name = Objects.toString(instance.host(), instance.id());
			this.out.println("%-30s  %-16s  %s ago%s".formatted(name, Objects.toString(instance.release(), "?"),
					ago(instance.ageSeconds()), (instance.alive()) ? "" : ", gone without signing off"));
		}
		this.out.println();
	}

	private void printReleases(List<ReleaseReport> releases) {
		if (!releases.isEmpty()) {
			releases.forEach((release) -> this.out.println("alive     " + release.text()));
			this.out.println();
		}
	}

	private void printRunning(@Nullable RunningReport running) {
		if (running == null) {
			return;
		}
		this.out.println(this.terminal.paint(Terminal.Color.YELLOW, "running") + "   " + running.text());
		running.blockedBy().forEach((blocker) -> this.out.println("  in the way: " + blocker));
		this.out.println();
	}

	static String time(@Nullable Instant instant) {
		return (instant != null) ? TIME.format(instant) : "";
	}

	static String took(@Nullable Long milliseconds) {
		if (milliseconds == null) {
			return "";
		}
		if (milliseconds < 10_000) {
			return milliseconds + " ms";
		}
		return ago(milliseconds / 1000);
	}

	/** A duration in the largest unit that says enough. */
	static String ago(long seconds) {
		if (seconds < 600) {
			return seconds + " s";
		}
		if (seconds < 2 * 60 * 60) {
			return seconds / 60 + " min";
		}
		return (seconds < 48 * 60 * 60) ? seconds / (60 * 60) + " h" : seconds / (24 * 60 * 60) + " days";
	}

	void printProblems(List<Problem> problems) {
		for (Problem problem : ProblemGroups.of(problems)) {
			this.out.println(label(problem.severity()) + " " + ProblemText.of(problem).in(this.wording));
			this.out.println();
		}
	}

	private String label(Problem.Severity severity) {
		return switch (severity) {
			case ERROR -> this.terminal.paint(Terminal.Color.RED, "Error:");
			case WARNING -> this.terminal.paint(Terminal.Color.YELLOW, "Warning:");
			case NOTE -> this.terminal.paint(Terminal.Color.FAINT, "Note:");
		};
	}

	static String summary(MigrationReport report) {
		long errors = report.problems().stream().filter(Problem::isError).count();
		String problems = (errors > 0) ? ", " + errors + ((errors == 1) ? " problem" : " problems") : "";
		String waiting = (report.waiting().isEmpty()) ? "" : ", " + report.waiting().size() + " waiting";
		String backfills = (report.backfills().isEmpty()) ? "" : ", " + BackfillView.summary(report.backfills());
		return report.applied().size() + " applied, " + report.pending().size() + " pending" + waiting + backfills
				+ problems + ".";
	}

}
