package dev.appmigrations.command;

import java.io.PrintWriter;
import java.time.Duration;

import dev.appmigrations.command.json.GateJson;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.operation.GateRequest;
import dev.appmigrations.engine.report.GateReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code gate}: has a release taken over? For the hooks of a rollout.
 */
@CommandLine.Command(name = GateCommand.NAME,
		description = "Tell whether every instance that is alive is of a release, and has been for long enough."
				+ " Changes nothing.",
		footer = { "", "Exit codes: 0 it has taken over; 3 not yet, with those who are in the way;",
				"1 an instance of the release was lost: it did not sign off, within the time of",
				"--min-age or later; 4 no connection.", "", "Examples:",
				"  java -jar app.jar migrations gate --release 2.0.0",
				"  java -jar app.jar migrations gate --release 2.0.0 --min-age 10m --wait 30m" })
final class GateCommand extends ApplicationCommand {

	static final String NAME = "gate";

	@CommandLine.Option(names = "--release", paramLabel = "RELEASE", required = true,
			description = "The release, as its instances name it (app.migrations.release, or the version of the build).")
	private String release = "";

	@CommandLine.Option(names = "--min-age", paramLabel = "DURATION", defaultValue = "0s",
			description = "For how long the youngest instance has to have sent heartbeats (30s, 10m, at most 24h)."
					+ " Default: ${DEFAULT-VALUE}.")
	private String minAge = "0s";

	@CommandLine.Option(names = "--wait", paramLabel = "DURATION",
			description = "How long to wait at most for the release to take over; by default not at all.")
	private @Nullable String wait;

	@CommandLine.Mixin
	private final JsonOption json = new JsonOption();

	@Override
	int run(CommandApplication application) {
		GateReport report = application.migrator().database().gate(request());
		if (this.json.isSet()) {
			application.terminal().out().println(GateJson.of(report));
		}
		else if (!application.terminal().quiet() || report.state() != GateReport.State.OPEN) {
			print(report, application.terminal());
		}
		return switch (report.state()) {
			case OPEN -> ExitCode.OK;
			case WAITING -> ExitCode.PENDING;
			case FAILED -> ExitCode.PROBLEMS;
		};
	}

	private GateRequest request() {
		if (this.release.isBlank()) {
			throw new UsageException("--release names no release.", "Write for example --release 2.0.0.");
		}
		Duration age = DurationArgument.parse("--min-age", this.minAge);
		if (age.compareTo(Duration.ofDays(1)) > 0) {
			throw new UsageException("--min-age " + this.minAge + " is longer than a day.",
					"Write for example --min-age 10m.");
		}
		return new GateRequest(this.release, age,
				(this.wait != null) ? DurationArgument.parse("--wait", this.wait) : Duration.ZERO);
	}

	private static void print(GateReport report, Terminal terminal) {
		PrintWriter out = terminal.out();
		String headline = switch (report.state()) {
			case OPEN -> "Release " + report.release() + " has taken over.";
			case WAITING -> "Release " + report.release() + " has not taken over yet"
					+ ((report.waitedSeconds() > 0) ? "; waited " + report.waitedSeconds() + " s:" : ":");
			case FAILED -> "An instance of release " + report.release() + " was lost:";
		};
		out.println(headline);
		report.reasons().forEach((reason) -> out.println("  " + reason));
		report.releases().forEach((release) -> out.println("alive     " + release.text()));
	}

	@Override
	boolean needsLog() {
		return false;
	}

}
