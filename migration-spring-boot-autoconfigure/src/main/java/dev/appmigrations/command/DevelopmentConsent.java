package dev.appmigrations.command;

import java.util.function.Function;

import dev.appmigrations.autoconfigure.DatabaseServers;
import dev.appmigrations.autoconfigure.wording.PropertyWording;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.jdbc.DatabaseServer;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.DevelopmentProof;

/**
 * Lets a person override, by typing the name of the database, that it does not count as
 * one for development. Nothing else does, {@code --yes} least of all.
 */
final class DevelopmentConsent {

	private DevelopmentConsent() {
	}

	/**
	 * Does what is allowed on databases for development only.
	 * @param <T> the type of the result
	 * @param application the application
	 * @param json whether a program reads the output, so that nobody can be asked
	 * @param work what to do, once more after a person has typed the name
	 * @return its result
	 * @throws MigrationException with {@link ErrorCode#NOT_FOR_DEVELOPMENT} if nobody can
	 * be asked, or the name is another
	 */
	static <T> T ask(CommandApplication application, boolean json, Function<DevelopmentProof, T> work) {
		Terminal terminal = application.terminal();
		DatabaseServer server = DatabaseServers.of(application.migrator().dataSource());
		try {
			return work.apply(DevelopmentProof.of(server));
		}
		catch (MigrationException ex) {
			if (ex.code() != ErrorCode.NOT_FOR_DEVELOPMENT || json || !terminal.interactive()) {
				throw ex;
			}
			terminal.err().println(ex.description(new PropertyWording()));
			terminal.flush();
			String typed = terminal.ask("Nothing was changed. To go on all the same, type the name of the database");
			return work.apply(new DevelopmentProof(server, typed));
		}
	}

	/**
	 * Makes sure, before anything else, that a database is one for development.
	 * @param application the application
	 * @param json whether a program reads the output
	 * @return the proof to act with
	 */
	static DevelopmentProof require(CommandApplication application, boolean json) {
		return ask(application, json, (proof) -> {
			application.migrator().database().requireDevelopment(proof);
			return proof;
		});
	}

}
