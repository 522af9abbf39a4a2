package dev.appmigrations.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.operation.DatabaseOperations;
import dev.appmigrations.generate.Catalogue;
import dev.appmigrations.generate.ChangeRequest;
import dev.appmigrations.generate.DatabaseCatalogue;
import dev.appmigrations.generate.GeneratedMigration;
import dev.appmigrations.generate.GeneratedMigration.Release;
import dev.appmigrations.generate.GeneratedMigrations;
import dev.appmigrations.generate.Generator;
import dev.appmigrations.generate.RefusedChangeException;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of a change: generated, and written into files.
 */
final class NewChange {

	private final Generator generator;

	private final List<String> arguments;

	private final Map<String, String> options;

	/**
	 * Creates one.
	 * @param generator what writes the migrations
	 * @param arguments what was said behind its name
	 * @param options the options that were given
	 */
	NewChange(Generator generator, List<String> arguments, Map<String, String> options) {
		this.generator = generator;
		this.arguments = arguments;
		this.options = options;
	}

	/**
	 * Generates them.
	 * @param database the database whose catalogue is read
	 * @param firstVersion the version of the first
	 * @param oldestServer the oldest major version that they have to run on, 0 for that
	 * of the database
	 * @throws UsageException if they would lose something, or something has to be said
	 * first
	 */
	GeneratedMigrations generate(DatabaseOperations database, long firstVersion, int oldestServer) {
		List<String> unknown = new ArrayList<>(this.options.keySet());
		unknown.removeAll(this.generator.options());
		if (!unknown.isEmpty()) {
			throw new UsageException(this.generator.name() + " has no option --" + unknown.get(0) + ".",
					"It knows "
							+ String.join(", ", this.generator.options().stream().sorted().map("--"::concat).toList())
							+ ". For a migration with that description, put the description into quotes.");
		}
		Catalogue catalogue = new DatabaseCatalogue(database);
		try {
			return this.generator.generate(new ChangeRequest(this.arguments, this.options, firstVersion, oldestServer),
					catalogue);
		}
		catch (RefusedChangeException ex) {
			throw new UsageException(String.valueOf(ex.getMessage()),
					ex.action()
							+ ((this.options.isEmpty())
									? "\nFor a migration with that description, put it into quotes: new \""
											+ this.generator.name() + " " + String.join(" ", this.arguments) + "\""
									: ""));
		}
	}

	/**
	 * Writes the files, and their names. Nothing is written if one is there already.
	 * @param generated the migrations
	 * @param folder where to write them
	 * @param later where to write those of the next release, {@code null} for the same
	 * folder
	 * @param out gets the names of the migrations
	 * @param err gets those of the rollbacks
	 * @throws IOException if a file cannot be written
	 */
	static List<Path> write(GeneratedMigrations generated, Path folder, @Nullable Path later, PrintWriter out,
			PrintWriter err) throws IOException {
		for (GeneratedMigration migration : generated.files()) {
			Path target = target(migration, folder, later);
			for (Path file : List.of(target.resolve(migration.file()), target.resolve(migration.rollback()))) {
				if (Files.exists(file)) {
					throw new UsageException("There is a file " + file + " already.", "Nothing was written.");
				}
			}
		}
		List<Path> written = new ArrayList<>();
		for (GeneratedMigration migration : generated.files()) {
			Path target = Files.createDirectories(target(migration, folder, later));
			Path file = target.resolve(migration.file());
			Files.writeString(file, migration.up(), StandardOpenOption.CREATE_NEW);
			out.println(file);
			written.add(file);
			Path rollback = target.resolve(migration.rollback());
			Files.writeString(rollback, migration.down(), StandardOpenOption.CREATE_NEW);
			err.println(rollback);
		}
		return written;
	}

	private static Path target(GeneratedMigration migration, Path folder, @Nullable Path later) {
		return (later != null && migration.release() == Release.NEXT) ? later : folder;
	}

	/**
	 * Says what ships when, and what a person should know.
	 * @param generated the migrations
	 * @param err where to
	 */
	static void explain(GeneratedMigrations generated, PrintWriter err) {
		for (GeneratedMigration migration : generated.files()) {
			if (migration.release() == Release.NEXT) {
				err.println("Ship " + migration.file() + " with the next release, not with this one: an instance that "
						+ "ships it says that it needs the old shape no more.");
			}
		}
		generated.notes().forEach((note) -> err.println("Note: " + note));
	}

}
