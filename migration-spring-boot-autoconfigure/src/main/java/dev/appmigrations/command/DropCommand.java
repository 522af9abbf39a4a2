package dev.appmigrations.command;

import java.util.List;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.DatabaseOperations;
import dev.appmigrations.engine.operation.DevelopmentProof;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import org.springframework.boot.json.JsonWriter;

/**
 * {@code drop}: the database, if it is for development.
 */
@CommandLine.Command(name = "drop",
		description = "Drop the database with everything in it, if it is marked as one for development and nobody "
				+ "else has used it. Asks.",
		footer = { "", "Another database is dropped only where a person types its name, not with --yes.", "",
				"Examples:", "  java -jar app.jar migrations drop",
				"  java -jar app.jar migrations drop --force --yes && java -jar app.jar migrations create" })
final class DropCommand extends ApplicationCommand {

	private static final JsonWriter<Outcome> JSON = JsonWriter.of((outcome) -> {
		outcome.add("database", Outcome::database);
		outcome.add("dropped", Outcome::dropped);
		outcome.add("sessionsEnded", Outcome::ended);
	});

	@CommandLine.Option(names = "--force", description = "End the sessions that others have in it.")
	private boolean force;

	@CommandLine.Mixin
	private final YesOption yes = new YesOption();

	@CommandLine.Mixin
	private final JsonOption json = new JsonOption();

	@Override
	int run(CommandApplication application) {
		Terminal terminal = application.terminal();
		DatabaseOperations operations = application.migrator().database();
		Outcome outcome;
		try {
			Target target = DevelopmentConsent.ask(application, this.json.isSet(),
					(proof) -> new Target(proof, operations.requireDevelopment(proof).name()));
			// A name that was typed is an answer.
			if (target.proof().confirmed() == null && !this.yes.agreed(terminal, this.json.isSet(),
					"Drop database " + target.database() + " with everything in it?")) {
				return ExitCode.PROBLEMS;
			}
			outcome = new Outcome(target.database(), true, operations.drop(target.proof(), this.force));
		}
		catch (MigrationException ex) {
			if (ex.code() != ErrorCode.DATABASE_MISSING) {
				throw ex;
			}
			outcome = new Outcome(null, false, List.of());
		}
		if (this.json.isSet()) {
			terminal.out().println(JSON.writeToString(outcome));
		}
		else {
			outcome.ended().forEach((session) -> terminal.out().println("Ended " + session));
			terminal.out()
				.println((outcome.dropped()) ? "Dropped database " + outcome.database() + "."
						: "The database does not exist. Nothing was changed.");
		}
		return ExitCode.OK;
	}

	/**
	 * The database to drop.
	 *
	 * @param proof that it is for development
	 * @param database its name
	 */
	private record Target(DevelopmentProof proof, String database) {

	}

	/**
	 * What has become of the database.
	 *
	 * @param database its name, {@code null} where there was none
	 * @param dropped whether it was dropped
	 * @param ended the sessions that were ended
	 */
	private record Outcome(@Nullable String database, boolean dropped, List<String> ended) {

	}

}
