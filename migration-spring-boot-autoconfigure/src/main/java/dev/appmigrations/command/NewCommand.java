package dev.appmigrations.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.script.Location;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * {@code new}: creates the next migration and its rollback.
 */
@CommandLine.Command(name = "new",
		description = "Create the next migration, YYYYMMDDNNNNNN_description.sql, and its rollback. "
				+ "Needs no database.",
		footer = { "", "A file migration.sql.template (or migration.down.sql.template) in the folder",
				"replaces the header; {{name}}, {{version}}, {{description}} and {{rollback}}", "are filled in.", "",
				"Examples:", "  java -jar app.jar migrations new add bounce tracking",
				"  java -jar app.jar migrations new \"Add an index\" --dir src/main/resources/db/migration" })
final class NewCommand extends ApplicationCommand {

	@CommandLine.Parameters(arity = "1..*", paramLabel = "DESCRIPTION", description = "What the migration does.")
	private List<String> description = List.of();

	@CommandLine.Option(names = "--dir", paramLabel = "FOLDER",
			description = "Where to create it. Default: the first folder of app.migrations.locations, "
					+ "below src/main/resources if that is on the class path.")
	private @Nullable Path folder;

	@Override
	int run(CommandApplication application) throws IOException {
		String words = String.join(" ", this.description).trim();
		Path target = (this.folder != null) ? this.folder : folder(application.environment());
		NewMigration migration = NewMigration.next(target, words, LocalDate.now(ZoneOffset.UTC));
		Files.createDirectories(target);
		PrintWriter out = application.terminal().out();
		write(target.resolve(migration.name()), migration.upText(target), out);
		write(target.resolve(migration.rollback()), migration.downText(target), out);
		return ExitCode.OK;
	}

	private static void write(Path file, String text, PrintWriter out) throws IOException {
		Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
		out.println(file);
	}

	private static Path folder(Environment environment) {
		List<Location> locations = Binder.get(environment)
			.bind("app.migrations.locations", Bindable.listOf(String.class))
			.orElse(List.of(MigratorOptions.DEFAULT_LOCATION))
			.stream()
			.map(Location::parse)
			.toList();
		for (Location location : locations) {
			if (location.kind() == Location.Kind.FILE) {
				return Path.of(location.path());
			}
		}
		Path resources = Path.of("src", "main", "resources");
		if (!Files.isDirectory(resources)) {
			throw new UsageException("There is no folder " + resources + " here to create a migration in.",
					"Run the command in the folder of the module, or name another folder with --dir.");
		}
		return resources.resolve(locations.get(0).path());
	}

}
