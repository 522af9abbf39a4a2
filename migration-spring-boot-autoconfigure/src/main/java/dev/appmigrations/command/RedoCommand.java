package dev.appmigrations.command;

import dev.appmigrations.command.terminal.ProgressView;
import dev.appmigrations.command.terminal.Verb;
import dev.appmigrations.engine.operation.DevelopmentProof;
import dev.appmigrations.engine.plan.RollbackRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code redo}: undoes a migration and applies it again, where nobody needs the data.
 */
@CommandLine.Command(name = "redo",
		description = "Undo the migration that was applied last, or another one, with its rollback, and apply it "
				+ "again from its file as it is now. For databases that are marked as for development.",
		footer = { "", "What the tables and columns that it drops hold is lost. On another database it goes",
				"on only where a person types its name, not with --yes.", "", "Examples:",
				"  java -jar app.jar migrations redo", "  java -jar app.jar migrations redo 20251112000001 --cascade" })
final class RedoCommand extends ApplyingCommand {

	@CommandLine.Parameters(arity = "0..1", paramLabel = "VERSION|NAME",
			description = "Redo this one. Refused if others were applied after it, or require it.")
	private @Nullable String migration;

	@CommandLine.Option(names = "--cascade", description = "Undo those first, and apply them again, too.")
	private boolean cascade;

	@CommandLine.Option(names = { "-y", "--yes" },
			description = "Accepted for scripts: nothing is asked on a database for development.")
	@SuppressWarnings("unused") // read by picocli
	private boolean yes;

	@Override
	boolean undoesMigrations() {
		return true;
	}

	@Override
	int run(CommandApplication application) {
		RollbackRequest request = request();
		DevelopmentProof proof = DevelopmentConsent.require(application, isJson());
		RedoProgress progress = new RedoProgress(
				(isJson()) ? null : ProgressView.on(application.terminal(), Verb.REDO));
		return follow(application, progress, (migrator) -> migrator.rollbacks().redo(request, proof));
	}

	private RollbackRequest request() {
		if (this.migration != null) {
			return new RollbackRequest.Single(MigrationArgument.of(this.migration), this.cascade);
		}
		if (this.cascade) {
			throw new UsageException("--cascade needs a migration.",
					"For example: migrations redo 20251112000001 --cascade");
		}
		return new RollbackRequest.Last(1);
	}

}
