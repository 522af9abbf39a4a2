package dev.appmigrations.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.appmigrations.autoconfigure.ApplicationMigrators;
import dev.appmigrations.autoconfigure.MigrationSetupException;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.TenantReport;
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
		Stream<MigrationReport> databases = application.names()
			.stream()
			.flatMap((database) -> read(
					() -> List.of(application.create(database, JavaMigrationsToRun::leaveUnsaid).status())));
		Stream<MigrationReport> tenants = (index.stream().anyMatch(JavaMigrationDefinition::tenants))
				? read(() -> tenants(application)) : Stream.empty();
		return Stream.concat(databases, tenants)
			.flatMap((report) -> needed(command, report, backfills))
			.filter(inJava::contains)
			.distinct()
			.toList();
	}

	private static List<MigrationReport> tenants(ApplicationMigrators application) {
		Tenants tenants = application.tenants(JavaMigrationsToRun::leaveUnsaid);
		return (tenants != null)
				? tenants.status().tenants().stream().map(TenantReport::report).filter(Objects::nonNull).toList()
				: List.of();
	}

	/** The command says it, when it works with the database. */
	private static void leaveUnsaid(String database) {
	}

	private static Stream<MigrationReport> read(Supplier<List<MigrationReport>> reports) {
		try {
			return reports.get().stream();
		}
		catch (MigrationException | MigrationSetupException ex) {
			// The command meets it, too, and reports it.
			return Stream.empty();
		}
	}

	private static Stream<String> needed(ApplicationCommand command, MigrationReport report, List<String> backfills) {
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

}
