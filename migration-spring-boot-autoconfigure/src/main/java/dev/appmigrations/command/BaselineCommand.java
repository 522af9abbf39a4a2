package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.command.terminal.WrappedName;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import picocli.CommandLine;

import org.springframework.boot.json.JsonWriter;

/**
 * {@code baseline}: marks as applied what the database has already.
 */
@CommandLine.Command(name = "baseline",
		description = "Mark what is pending at or below a version as applied, and run nothing: "
				+ "for a database that has it already. Lists the migrations and asks.",
		footer = { "", "Examples:", "  java -jar app.jar migrations baseline 20251105000001 --dry-run",
				"  java -jar app.jar migrations baseline 20251105000001 --yes" })
final class BaselineCommand extends ApplicationCommand {

	@CommandLine.Parameters(paramLabel = "VERSION", description = "The last version that the database has.")
	private String version = "";

	@CommandLine.Option(names = "--dry-run", description = "Show what would be marked, and mark nothing.")
	private boolean dryRun;

	@CommandLine.Mixin
	private final YesOption yes = new YesOption();

	@CommandLine.Mixin
	private final JsonOption json = new JsonOption();

	@Override
	int run(CommandApplication application) {
		Terminal terminal = application.terminal();
		MigrationVersion last = VersionArgument.parse("VERSION", this.version);
		Migrator migrator = application.migrator();
		List<String> names = migrator.history().planBaseline(last).stream().map(Migration::name).toList();
		if (!this.json.isSet()) {
			print(names, terminal);
		}
		boolean marked = !names.isEmpty() && !this.dryRun;
		if (marked) {
			if (!this.yes.agreed(terminal, this.json.isSet(), "Mark " + count(names) + " as applied?")) {
				return ExitCode.PROBLEMS;
			}
			migrator.withListener(new WaitNotice(terminal)).history().baseline(last);
		}
		if (this.json.isSet()) {
			terminal.out().println(new Outcome(names, marked).json());
		}
		else if (marked) {
			terminal.out().println("Marked " + count(names) + " as applied.");
		}
		return ExitCode.OK;
	}

	private static void print(List<String> names, Terminal terminal) {
		if (names.isEmpty()) {
			terminal.out().println("Nothing to do.");
			return;
		}
		terminal.out().println("To be marked as applied. None of them runs:");
		names.forEach((name) -> terminal.out().println("  " + WrappedName.at(terminal, 2, name)));
		terminal.out().println();
	}

	private static String count(List<String> names) {
		return (names.size() == 1) ? "1 migration" : names.size() + " migrations";
	}

	/**
	 * The result of the command.
	 *
	 * @param migrations the migrations
	 * @param marked whether they are marked
	 */
	private record Outcome(List<String> migrations, boolean marked) {

		String json() {
			return JsonWriter.<Outcome>of((members) -> {
				members.add("migrations", Outcome::migrations);
				members.add("marked", Outcome::marked);
			}).writeToString(this);
		}

	}

}
