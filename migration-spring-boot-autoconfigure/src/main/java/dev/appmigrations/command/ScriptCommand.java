package dev.appmigrations.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.plan.ScriptRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code script}: prints what psql needs to do the work.
 */
@CommandLine.Command(name = ScriptCommand.NAME,
		description = "Print a script for psql that does what 'up' would do on this database, with the same "
				+ "order, guards and records. Writes nothing into the database.",
		footer = { "", "Run it with: psql -X -f FILE. It stops if another instance migrates, or if the",
				"history is not what it was made for. Values of placeholders stand in it.", "", "Examples:",
				"  java -jar app.jar migrations script --output pending.sql",
				"  java -jar app.jar migrations script --from 1.4 --to 1.6",
				"  java -jar app.jar migrations script --down --to 1.4" })
final class ScriptCommand extends ApplicationCommand {

	static final String NAME = "script";

	@CommandLine.Option(names = "--down",
			description = "Roll back instead, to the version that --to names; 0 means everything.")
	private boolean down;

	@CommandLine.Option(names = "--from", paramLabel = "VERSION",
			description = "For a database that has everything up to this version and nothing else, "
					+ "whatever this one has; 0 means an empty one.")
	private @Nullable String from;

	@CommandLine.Option(names = "--to", paramLabel = "VERSION",
			description = "Stop after this version. Repeatable migrations are left out then.")
	private @Nullable String to;

	@CommandLine.Option(names = { "-o", "--output" }, paramLabel = "FILE",
			description = "Write into this file. An old one is replaced when all is written.")
	private @Nullable Path output;

	@Override
	boolean needsLog() {
		return false;
	}

	@Override
	int run(CommandApplication application) throws IOException {
		ScriptRequest request = request();
		Migrator migrator = application.migrator();
		if (this.output != null) {
			WholeFile.write(this.output, (writer) -> migrator.script(request, writer));
			application.terminal().err().println("Wrote " + this.output);
			return ExitCode.OK;
		}
		PrintWriter out = application.terminal().exact();
		migrator.script(request, out);
		if (out.checkError()) {
			throw new IOException("Standard output cannot be written");
		}
		return ExitCode.OK;
	}

	private ScriptRequest request() {
		MigrationVersion first = version("--from", this.from);
		MigrationVersion last = version("--to", this.to);
		if (this.down && last == null) {
			throw new UsageException("--down needs --to.", "Name the last version that stays, or 0 for none.");
		}
		if (first != null && last != null && first.compareTo(last) * ((this.down) ? -1 : 1) >= 0) {
			throw new UsageException(
					"There is nothing " + ((this.down) ? "to roll back" : "to apply") + " from version " + first
							+ " to version " + last + ".",
					(this.down) ? "With --down, --to is the lower version." : "To roll back, add --down.");
		}
		return new ScriptRequest(this.down, first, last);
	}

	private static @Nullable MigrationVersion version(String option, @Nullable String text) {
		return (text != null) ? VersionArgument.parse(option, text) : null;
	}

}
