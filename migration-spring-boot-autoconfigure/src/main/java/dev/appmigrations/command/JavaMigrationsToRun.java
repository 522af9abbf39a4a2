package dev.appmigrations.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.appmigrations.autoconfigure.ApplicationMigrators;
import dev.appmigrations.autoconfigure.MigrationSetupException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.java.JavaMigrationDefinition;
import dev.appmigrations.java.JavaMigrationDefinition.Kind;
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
		List<JavaMigrationDefinition> index = JavaMigrationIndex.read(classLoader);
		List<String> inJava = index.stream().map(JavaMigrationDefinition::name).sorted().toList();
		if (inJava.isEmpty() || command.undoesMigrations()) {
			return inJava;
		}
		List<String> backfills = index.stream()
			.filter((definition) -> definition.kind() == Kind.BACKFILL)
			.map(JavaMigrationDefinition::name)
			.toList();
		ApplicationMigrators application = new ApplicationMigrators(environment, classLoader);
		return application.names()
			.stream()
			.flatMap((database) -> needed(command, application, database, backfills))
			.filter(inJava::contains)
			.distinct()
			.toList();
	}

	private static Stream<String> needed(ApplicationCommand command, ApplicationMigrators application, String database,
			List<String> backfills) {
		try {
			MigrationReport report = application.create(database, (announced) -> {
			}).status();
			List<String> names = new ArrayList<>();
			report.pending().forEach((pending) -> names.add(pending.name()));
			report.waiting().forEach((waiting) -> names.add(waiting.name()));
			if (command.worksOnBackfills()) {
				report.backfills().forEach((backfill) -> names.add(backfill.name()));
			}
			if (command.verifiesBackfills() && !report.waiting().isEmpty()) {
				names.addAll(backfills);
			}
			return names.stream();
		}
		catch (MigrationException | MigrationSetupException ex) {
			// The command meets it, too, and reports it.
			return Stream.empty();
		}
	}

}
