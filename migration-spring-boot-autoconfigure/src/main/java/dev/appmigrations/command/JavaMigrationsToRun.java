package dev.appmigrations.command;

import java.util.List;
import java.util.stream.Stream;

import dev.appmigrations.autoconfigure.ApplicationMigrators;
import dev.appmigrations.autoconfigure.MigrationSetupException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.PendingReport;
import dev.appmigrations.engine.report.WaitingReport;
import dev.appmigrations.java.JavaMigrationDefinition;
import dev.appmigrations.java.JavaMigrationIndex;

import org.springframework.core.env.Environment;

/**
 * Finds the migrations in Java that a command may have to run, or to undo.
 */
final class JavaMigrationsToRun {

	private JavaMigrationsToRun() {
	}

	/**
	 * Looks at the databases, but only for a command that applies migrations, and not if
	 * no module has any in Java.
	 * @param command the command
	 * @param environment says which databases there are
	 * @param classLoader finds the index
	 * @return the names of those that are not applied; of all, for a command that undoes
	 */
	static List<String> find(ApplicationCommand command, Environment environment, ClassLoader classLoader) {
		if (!command.appliesMigrations() && !command.undoesMigrations()) {
			return List.of();
		}
		List<String> inJava = JavaMigrationIndex.read(classLoader)
			.stream()
			.map(JavaMigrationDefinition::name)
			.sorted()
			.toList();
		if (inJava.isEmpty() || command.undoesMigrations()) {
			return inJava;
		}
		ApplicationMigrators application = new ApplicationMigrators(environment, classLoader);
		return application.names()
			.stream()
			.flatMap((database) -> unapplied(application, database))
			.filter(inJava::contains)
			.toList();
	}

	private static Stream<String> unapplied(ApplicationMigrators application, String database) {
		try {
			MigrationReport report = application.create(database, (announced) -> {
			}).status();
			return Stream.concat(report.pending().stream().map(PendingReport::name),
					report.waiting().stream().map(WaitingReport::name));
		}
		catch (MigrationException | MigrationSetupException ex) {
			// The command meets it, too, and reports it.
			return Stream.empty();
		}
	}

}
