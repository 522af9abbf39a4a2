package dev.appmigrations.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

import dev.appmigrations.command.scratch.ScratchServers;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.operation.DatabaseOperations;
import dev.appmigrations.engine.operation.LintRequest;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.generate.GeneratedMigration;
import dev.appmigrations.generate.GeneratedMigrations;
import dev.appmigrations.generate.Generator;
import dev.appmigrations.generate.Generators;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * {@code new}: creates the next migration and its rollback, or those of a whole change.
 */
@CommandLine.Command(name = "new",
		description = "Create the next migration, YYYYMMDDNNNNNN_description.sql, and its rollback. Needs no database. "
				+ "With the name of an operation: read the database, and create the migrations that make the change "
				+ "while two releases run.",
		footer = { "", "The path of the migration is all that is printed on standard output.", "",
				"Templates: migration (the default), table, rls, supabase, and files of your own:",
				"NAME.sql.template and NAME.down.sql.template. {{name}}, {{version}}, {{table}},",
				"{{description}} and {{rollback}} are filled in.", "",
				"'new operations' lists the operations and what they are told.", "", "Examples:",
				"  java -jar app.jar migrations new add bounce tracking",
				"  java -jar app.jar migrations new create orders --template table --edit",
				"  java -jar app.jar migrations new \"Add an index\" --dir src/main/resources/db/migration",
				"  java -jar app.jar migrations new rename-column users.name full_name",
				"  java -jar app.jar migrations new change-type users.age bigint --to age_years --print",
				"  java -jar app.jar migrations new drop-column users.nickname --scratch" })
final class NewCommand extends ApplicationCommand {

	private static final String OPERATIONS = "operations";

	private static final int MAJOR = 10_000;

	@CommandLine.Parameters(arity = "1..*", paramLabel = "DESCRIPTION",
			description = "What the migration does, in words; or an operation and what it is told.")
	private List<String> description = List.of();

	@CommandLine.Option(names = "--dir", paramLabel = "FOLDER",
			description = "Where to create it. Default: the first folder of app.migrations.locations, "
					+ "below src/main/resources if that is on the class path.")
	private @Nullable Path folder;

	@CommandLine.Option(names = "--template", paramLabel = "NAME", defaultValue = NewTemplates.DEFAULT,
			description = "The text to begin with: table, rls, supabase, or one of your own.")
	private String template = NewTemplates.DEFAULT;

	@CommandLine.Option(names = "--templates", paramLabel = "FOLDER",
			description = "Where your own templates are. Default: the folder of the migration.")
	private @Nullable Path templates;

	@CommandLine.Option(names = "--edit", description = "Open the migration in $VISUAL or $EDITOR.")
	private boolean edit;

	@CommandLine.Option(names = "--print", description = "Operations: print the files, and write none.")
	private boolean print;

	@CommandLine.Option(names = "--server-version", paramLabel = "MAJOR",
			description = "Operations: the oldest PostgreSQL that the files have to run on. Default: that of the "
					+ "database.")
	private int oldestServer;

	@CommandLine.Option(names = "--next-dir", paramLabel = "FOLDER",
			description = "Operations: where to create what ships with the next release.")
	private @Nullable Path next;

	@CommandLine.Option(names = "--scratch", paramLabel = "WHERE", arity = "0..1", fallbackValue = "",
			description = "Operations: read a scratch database that all migrations are applied to, and not the "
					+ "application's. WHERE is embedded, docker, docker:IMAGE, or the URL of a server where a database "
					+ "may be created; without it, what is on the class path.")
	private @Nullable String scratch;

	@CommandLine.Mixin
	private final ChangeOptions options = new ChangeOptions();

	@CommandLine.Mixin
	private final JsonOption json = new JsonOption();

	@Override
	boolean needsLog() {
		return false;
	}

	@Override
	int run(CommandApplication application) throws IOException {
		Generator generator = Generators.find(this.description.get(0));
		if (generator != null) {
			return change(generator, application);
		}
		if (this.description.equals(List.of(OPERATIONS))) {
			OperationList.print(application.terminal().out());
			return ExitCode.OK;
		}
		for (String option : this.options.given().keySet()) {
			throw new UsageException("There is no operation '" + this.description.get(0)
					+ "', and only operations know --" + option + ".", "'new operations' lists them.");
		}
		String words = String.join(" ", this.description).trim();
		Path target = (this.folder != null) ? this.folder : folder(application.environment());
		NewMigration migration = NewMigration.next(target, words, LocalDate.now(ZoneOffset.UTC));
		TextEditor editor = (this.edit) ? TextEditor.of(System.getenv()) : null;
		NewTemplates.Template texts = NewTemplates.find(this.template,
				(this.templates != null) ? this.templates : target);
		Files.createDirectories(target);
		Path file = target.resolve(migration.name());
		write(file, migration.upText(texts), application.terminal().out());
		write(target.resolve(migration.rollback()), migration.downText(texts), application.terminal().err());
		if (editor != null) {
			application.terminal().flush();
			editor.open(file);
		}
		return ExitCode.OK;
	}

	private int change(Generator generator, CommandApplication application) throws IOException {
		Terminal terminal = application.terminal();
		Path target = (this.folder != null) ? this.folder : folder(application.environment());
		TextEditor editor = (this.edit) ? TextEditor.of(System.getenv()) : null;
		long version = NewMigration.next(target, generator.name(), LocalDate.now(ZoneOffset.UTC)).version();
		NewChange change = new NewChange(generator, this.description.subList(1, this.description.size()),
				this.options.given());
		Outcome outcome = read(application.migrator().database(), (database) -> {
			GeneratedMigrations generated = change.generate(database, version, this.oldestServer);
			return new Outcome(generated,
					(this.json.isSet()) ? ChangeJson.write(generator.name(), generated, database) : null);
		});
		GeneratedMigrations generated = outcome.generated();
		if (outcome.json() != null) {
			terminal.out().println(outcome.json());
		}
		if (this.print && !this.json.isSet()) {
			for (GeneratedMigration file : generated.files()) {
				terminal.exact()
					.print("-- " + file.file() + "\n" + file.up() + "\n-- " + file.rollback() + "\n" + file.down()
							+ "\n");
			}
			terminal.exact().flush();
		}
		if (!this.print) {
			PrintWriter names = (this.json.isSet()) ? terminal.err() : terminal.out();
			List<Path> written = NewChange.write(generated, target, this.next, names, terminal.err());
			if (editor != null) {
				terminal.flush();
				editor.open(written.get(0));
			}
		}
		NewChange.explain(generated, terminal.err());
		return ExitCode.OK;
	}

	private Outcome read(DatabaseOperations database, Function<DatabaseOperations, Outcome> change) {
		if (this.scratch == null) {
			return change.apply(database);
		}
		int version = (this.oldestServer > 0) ? this.oldestServer : LintRequest.NEWEST / MAJOR;
		try (ScratchServers servers = ScratchServers.open("--scratch", this.scratch, false, "postgres:" + version)) {
			return database.onScratch(servers.server(), change);
		}
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

	/**
	 * What was generated, and how programs read it.
	 *
	 * @param generated the migrations
	 * @param json the same as JSON, {@code null} if nobody wants it
	 */
	private record Outcome(GeneratedMigrations generated, @Nullable String json) {

	}

}
