package dev.appmigrations.command;

import dev.appmigrations.command.terminal.Interruption;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.proof.ProofReport;
import picocli.CommandLine;

/**
 * {@code prove}: do the rollbacks undo what their migrations did?
 */
@CommandLine.Command(name = "prove",
		description = "Prove on an empty database that rollbacks undo what their migrations did: apply each migration,"
				+ " undo it, compare, and apply it again. Refuses a database that is not empty.",
		footer = { "", "Exit codes: 0 proven; 1 something is not.", "", "Example:", "  createdb scratch",
				"  java -jar app.jar migrations prove \\", "    --app.migrations.url=postgresql://localhost/scratch" })
final class ProveCommand extends ApplicationCommand {

	private static final String AFTER_INTERRUPTION = "The scratch database is as it happens to be: create another one"
			+ " before you prove again.";

	@CommandLine.Mixin
	private final JsonOption json = new JsonOption();

	@CommandLine.Option(names = "--all", description = "A migration without a rollback is a failure too.")
	private boolean all;

	@Override
	boolean undoesMigrations() {
		return true;
	}

	@Override
	int run(CommandApplication application) {
		ProveListing listing = new ProveListing(application.terminal(), this.all);
		ProofReport report = prove(application.migrator(), application.terminal(), listing);
		application.terminal().out().println((this.json.isSet()) ? listing.json(report) : ProveListing.summary(report));
		return (listing.isProven(report)) ? ExitCode.OK : ExitCode.PROBLEMS;
	}

	private ProofReport prove(Migrator migrator, Terminal terminal, ProveListing listing) {
		if (this.json.isSet()) {
			return migrator.withListener(new WaitNotice(terminal)).rollbacks().prove();
		}
		try (ProveProgress progress = new ProveProgress(terminal, listing)) {
			Interruption interruption = Interruption.announce(terminal, progress::close, AFTER_INTERRUPTION);
			try {
				return migrator.withListener(progress).rollbacks().prove(progress);
			}
			finally {
				interruption.over();
			}
		}
	}

}
