package dev.appmigrations.command;

import dev.appmigrations.command.terminal.ProgressView;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.command.terminal.Verb;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.plan.RollbackRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code rollback}: undoes what is applied.
 */
@CommandLine.Command(name = "rollback",
		description = "Undo applied migrations with their rollbacks, the one that was applied last first. "
				+ "Lists them and asks.",
		footer = { "", "The next start of a release that has their files applies them again.", "", "Examples:",
				"  java -jar app.jar migrations rollback --last 1 --dry-run",
				"  java -jar app.jar migrations rollback 20251112000001 --yes",
				"  java -jar app.jar migrations rollback --to 20251105000001" })
final class RollbackCommand extends ApplyingCommand {

	@CommandLine.ArgGroup(multiplicity = "1")
	private @Nullable Selection selection;

	@CommandLine.Option(names = "--dry-run", description = "Show what would be undone, and undo nothing.")
	private boolean dryRun;

	@CommandLine.Mixin
	private final YesOption yes = new YesOption();

	@Override
	boolean undoesMigrations() {
		return true;
	}

	@Override
	int run(CommandApplication application) {
		Terminal terminal = application.terminal();
		RollbackRequest request = request();
		RollbackPlan plan = application.migrator().rollbacks().plan(request);
		RollbackListing listing = new RollbackListing(plan);
		if (this.dryRun) {
			print(listing, plan, terminal);
			return (plan.problems().isEmpty()) ? ExitCode.OK : ExitCode.PROBLEMS;
		}
		if (!plan.problems().isEmpty()) {
			throw new InvalidMigrationsException(plan.problems());
		}
		if (!plan.steps().isEmpty()) {
			if (!isJson() && (!terminal.quiet() || terminal.interactive())) {
				listing.print(terminal);
			}
			if (!this.yes.agreed(terminal, isJson(), "Undo " + count(plan) + "?")) {
				return ExitCode.PROBLEMS;
			}
		}
		RollbackProgress progress = new RollbackProgress((isJson()) ? null : ProgressView.on(terminal, Verb.UNDO),
				plan.steps().stream().map((step) -> step.migration().name()).toList());
		return follow(application, progress, (migrator) -> migrator.rollbacks().run(request));
	}

	private void print(RollbackListing listing, RollbackPlan plan, Terminal terminal) {
		if (isJson()) {
			terminal.out().println(listing.json());
			return;
		}
		listing.print(terminal);
		if (plan.problems().isEmpty()) {
			terminal.out().println((plan.steps().isEmpty()) ? "Nothing to do." : count(plan) + " would be undone.");
		}
	}

	private static String count(RollbackPlan plan) {
		return (plan.steps().size() == 1) ? "1 migration" : plan.steps().size() + " migrations";
	}

	private RollbackRequest request() {
		Selection chosen = this.selection;
		if (chosen != null && chosen.single != null) {
			return new RollbackRequest.Single(MigrationArgument.of(chosen.single.migration), chosen.single.cascade);
		}
		if (chosen != null && chosen.to != null) {
			return new RollbackRequest.To(VersionArgument.parse("--to", chosen.to));
		}
		if (chosen == null || chosen.last == null || chosen.last < 1) {
			throw new UsageException("--last needs a number from 1.", "For the latest migration alone: --last 1");
		}
		return new RollbackRequest.Last(chosen.last);
	}

	/**
	 * One of three ways to say what is to be undone.
	 */
	static final class Selection {

		@CommandLine.ArgGroup(exclusive = false)
		private @Nullable Single single;

		@CommandLine.Option(names = "--to", required = true, paramLabel = "VERSION",
				description = "Undo all with a later version; 0 for all versioned ones.")
		private @Nullable String to;

		@CommandLine.Option(names = "--last", required = true, paramLabel = "N",
				description = "Undo the N versioned ones that were applied last.")
		private @Nullable Integer last;

	}

	/**
	 * A single migration.
	 */
	static final class Single {

		@CommandLine.Parameters(paramLabel = "VERSION|NAME",
				description = "Undo this one. Refused if others were applied after it, or require it.")
		private String migration = "";

		@CommandLine.Option(names = "--cascade", description = "Undo those first.")
		private boolean cascade;

	}

}
