package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.history.HistoryRepair;
import picocli.CommandLine;

/**
 * {@code repair}: puts the history right, as a person decides.
 */
@CommandLine.Command(name = "repair",
		description = "Put the history right. Without options, list what could be repaired and change nothing; "
				+ "with options, list what will be changed and ask. Runs no migration.",
		footer = { "", "Examples:", "  java -jar app.jar migrations repair",
				"  java -jar app.jar migrations repair --checksums --missing --yes",
				"  java -jar app.jar migrations repair --done 20251112000001_build_index.sql" })
final class RepairCommand extends ApplicationCommand {

	@CommandLine.Mixin
	private final RepairChoice choice = new RepairChoice();

	@CommandLine.Mixin
	private final YesOption yes = new YesOption();

	@CommandLine.Mixin
	private final JsonOption json = new JsonOption();

	@Override
	int run(CommandApplication application) {
		Terminal terminal = application.terminal();
		Migrator migrator = application.migrator();
		List<HistoryRepair> possible = migrator.history().repairs();
		boolean chosen = this.choice.isMade();
		RepairListing listing = new RepairListing((chosen) ? this.choice.of(possible) : possible);
		if (!this.json.isSet()) {
			listing.print(terminal, chosen);
		}
		boolean repaired = chosen && !listing.repairs().isEmpty();
		if (repaired) {
			if (!this.yes.agreed(terminal, this.json.isSet(), "Change the history so?")) {
				return ExitCode.PROBLEMS;
			}
			migrator.withListener(new WaitNotice(terminal)).history().repair(listing.repairs());
		}
		if (this.json.isSet()) {
			terminal.out().println(listing.json(repaired));
		}
		else if (repaired) {
			terminal.out().println("Repaired: " + listing.repairs().size() + ".");
		}
		return ExitCode.OK;
	}

}
