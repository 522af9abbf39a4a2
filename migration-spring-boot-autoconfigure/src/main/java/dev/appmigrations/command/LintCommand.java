package dev.appmigrations.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.appmigrations.command.scratch.ScratchServers;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.operation.LintRequest;
import dev.appmigrations.engine.report.TraceReport;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.engine.safety.RulePage;
import dev.appmigrations.engine.safety.StatementTraces;
import dev.appmigrations.engine.safety.facts.SchemaFacts;
import dev.appmigrations.engine.safety.rule.Rule;
import dev.appmigrations.engine.safety.rule.Rules;
import dev.appmigrations.engine.scratch.TraceRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code lint}: what would migrations do to a running application?
 */
@CommandLine.Command(name = LintCommand.NAME,
		description = "Judge what is pending, before it runs: which statements stop a running application, break "
				+ "the release before, fail, or lose data, on this database. Runs nothing and takes no lock.",
		footer = { "", "Exit codes: 0 nothing at or above --fail-on; 1 something is.", "", "Examples:",
				"  java -jar app.jar migrations lint", "  java -jar app.jar migrations lint --no-database --since 1.4",
				"  java -jar app.jar migrations lint --format github --output sarif=lint.sarif",
				"  java -jar app.jar migrations lint --trace --format markdown",
				"  java -jar app.jar migrations lint --explain set-not-null" })
final class LintCommand extends ApplicationCommand {

	static final String NAME = "lint";

	private static final int MAJOR = 10_000;

	@CommandLine.Parameters(paramLabel = "FILE", arity = "0..*",
			description = "Judge these migrations only: names, or paths to their files.")
	private List<String> files = new ArrayList<>();

	@CommandLine.Option(names = "--since", paramLabel = "VERSION|GIT-REF",
			description = "Judge what comes after this version, or what was added since this commit or branch, "
					+ "whether it is pending or not.")
	private @Nullable String since;

	@CommandLine.Option(names = "--all", description = "Judge all migrations, each as a release of its own.")
	private boolean all;

	@CommandLine.Option(names = "--no-database",
			description = "Judge by the text alone. Without --since and FILE, that is all migrations.")
	private boolean noDatabase;

	@CommandLine.Option(names = "--server-version", paramLabel = "MAJOR",
			description = "With --no-database: the version of PostgreSQL. The newest if it is not given.")
	private @Nullable Integer serverVersion;

	@CommandLine.Option(names = "--facts", paramLabel = "FILE",
			description = "Judge by what 'facts' has told of a database, without that database.")
	private @Nullable Path facts;

	@CommandLine.Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text",
			description = "What to print: text, json, sarif, github, gitlab, junit or markdown.")
	private String format = "text";

	@CommandLine.Option(names = "--output", paramLabel = "FORMAT=FILE",
			description = "Write a file in this format too. May be given several times.")
	private List<String> outputs = new ArrayList<>();

	@CommandLine.Option(names = "--fail-on", paramLabel = "LEVEL", defaultValue = "fail",
			description = "From which level on the exit code is 1: warn or fail.")
	private String failOn = "fail";

	@CommandLine.Option(names = "--baseline", paramLabel = "FILE",
			description = "Findings in this file are known: they are shown so, and decide no exit code.")
	private @Nullable Path baseline;

	@CommandLine.Option(names = "--write-baseline", paramLabel = "FILE",
			description = "Write what is found into this file, as known from now on.")
	private @Nullable Path written;

	@CommandLine.Option(names = "--explain", paramLabel = "RULE",
			description = "Print what there is to know of a rule, and judge nothing.")
	private @Nullable String explain;

	@CommandLine.Option(names = "--trace", paramLabel = "WHERE", arity = "0..1", fallbackValue = "",
			description = "Run it on a scratch database too, and show what it locks, rewrites and scans. WHERE is "
					+ "embedded, docker, docker:IMAGE, or the URL of a server where a database may be created; without "
					+ "it, what is on the class path.")
	private @Nullable String trace;

	@CommandLine.Option(names = "--disposable",
			description = "With --trace=URL: nobody minds what scripts do to that server, such as creating roles.")
	private boolean disposable;

	@CommandLine.Mixin
	private final JsonOption json = new JsonOption();

	@Override
	int run(CommandApplication application) throws IOException {
		Terminal terminal = application.terminal();
		if (this.explain != null) {
			terminal.out().println(RulePage.of(rule(this.explain)));
			return ExitCode.OK;
		}
		LintFormat printed = (this.json.isSet()) ? LintFormat.JSON : LintFormat.parse("--format", this.format);
		Level least = level();
		List<LintOutput> files = new ArrayList<>();
		for (String output : this.outputs) {
			files.add(LintOutput.parse(output));
		}
		LintBaseline known = (this.baseline != null) ? LintBaseline.read(this.baseline) : null;
		LintRequest request = request();
		LintReport report = (request != null) ? application.migrator().safety().lint(request) : LintReport.NONE;
		TracedMigrations traced = null;
		if (this.trace != null && request != null && !report.migrations().isEmpty()) {
			traced = trace(this.trace, request, report, application.migrator());
			report = application.migrator()
				.safety()
				.lint(request.with(StatementTraces.of(traced.report().migrations())));
		}
		if (this.written != null) {
			known = LintBaseline.write(report, this.written);
		}
		if (known != null) {
			report = known.mark(report);
		}
		SourceFolders folders = new SourceFolders(Path.of("").toAbsolutePath());
		PrintWriter out = terminal.exact();
		out.print(printed.write(report, traced, folders, least));
		out.flush();
		for (LintOutput output : files) {
			Files.writeString(output.file(), output.format().write(report, traced, folders, least));
		}
		boolean complete = traced == null || traced.isComplete();
		return (complete && report.findings(least).isEmpty()) ? ExitCode.OK : ExitCode.PROBLEMS;
	}

	private TracedMigrations trace(String where, LintRequest request, LintReport judged, Migrator migrator) {
		boolean pending = request.database() && !request.all() && request.since() == null && request.names().isEmpty();
		try (ScratchServers servers = ScratchServers.open("--trace", where, this.disposable,
				"postgres:" + judged.serverVersion() / MAJOR)) {
			TraceReport report = migrator.safety()
				.trace((pending) ? TraceRequest.pending(servers.server())
						: new TraceRequest(Set.copyOf(judged.migrations()), servers.server()));
			return new TracedMigrations(report, TableSizes.of(report, request, migrator));
		}
	}

	private static Rule rule(String id) {
		Rule rule = Rules.find(id);
		if (rule == null) {
			throw new UsageException("There is no rule '" + id + "'.", "The rules are: "
					+ Rules.all().stream().map(Rule::id).sorted().collect(Collectors.joining(", ")) + ".");
		}
		return rule;
	}

	private Level level() {
		return switch (this.failOn) {
			case "warn" -> Level.WARN;
			case "fail" -> Level.FAIL;
			default -> throw new UsageException("--fail-on '" + this.failOn + "' is no level.", "Write warn or fail.");
		};
	}

	/** Returns {@code null} if Git knows of no file. */
	private @Nullable LintRequest request() throws IOException {
		if (this.serverVersion != null && !this.noDatabase) {
			throw new UsageException("--server-version is for --no-database.",
					"A database, or a file of facts, has a version of its own.");
		}
		SchemaFacts known = (this.facts != null) ? FactsFile.read(this.facts) : null;
		List<String> names = new ArrayList<>();
		this.files.forEach((file) -> names.add(MigrationArgument.of(file)));
		MigrationVersion version = null;
		if (this.since != null && MigrationVersion.isVersion(this.since)) {
			version = MigrationVersion.parse(this.since);
		}
		else if (this.since != null) {
			names.addAll(GitFiles.addedSince(this.since));
			if (names.isEmpty()) {
				return null;
			}
		}
		boolean chosen = version != null || !names.isEmpty();
		return new LintRequest(names, version, this.all || (this.noDatabase && !chosen),
				!this.noDatabase && known == null, known,
				(this.serverVersion != null) ? this.serverVersion * MAJOR : LintRequest.NEWEST);
	}

}
