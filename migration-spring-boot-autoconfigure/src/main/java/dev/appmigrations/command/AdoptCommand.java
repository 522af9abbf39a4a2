package dev.appmigrations.command;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.adopt.Adoption;
import dev.appmigrations.engine.adopt.ForeignTool;
import dev.appmigrations.engine.adopt.ForeignTools;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Problem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code adopt}: takes over what another tool has recorded.
 */
@CommandLine.Command(name = "adopt",
		description = "Take over what another migration tool has applied. Runs no migration, and never changes the "
				+ "other tool's table.",
		footer = { "", "Examples:", "  java -jar app.jar migrations adopt --dry-run",
				"  java -jar app.jar migrations adopt flyway",
				"  java -jar app.jar migrations adopt goose --rename db/migrations" })
final class AdoptCommand extends ApplicationCommand {

	@CommandLine.Parameters(arity = "0..1", paramLabel = "TOOL", completionCandidates = Tools.class,
			description = "The other tool: ${COMPLETION-CANDIDATES}. May be left out where only one tool's table is "
					+ "there and each of its rows has a file.")
	private String tool = "";

	@CommandLine.Option(names = "--dry-run", description = "Show all, and write nothing.")
	private boolean dryRun;

	@CommandLine.Option(names = "--rename", paramLabel = "DIR",
			description = "Write the files of the other tool's folder anew in our form into DIR-renamed beside it. "
					+ "Writes nothing into the database.")
	private @Nullable Path folder;

	@CommandLine.Mixin
	private final JsonOption json = new JsonOption();

	@Override
	int run(CommandApplication application) {
		if (!this.tool.isEmpty() && ForeignTools.byId(this.tool).isEmpty()) {
			throw new UsageException("There is no tool '" + this.tool + "'.",
					"Those that are known: " + String.join(", ", new Tools()));
		}
		Terminal terminal = application.terminal();
		if (this.folder != null) {
			String id = (this.tool.isEmpty()) ? application.migrator().history().planAdoption("").history().tool().id()
					: this.tool;
			return new RenamedFolder(id, this.folder, this.dryRun).write(terminal, this.json.isSet());
		}
		Migrator migrator = application.migrator();
		Adoption adoption = migrator.history().planAdoption(this.tool);
		List<Problem> obstacles = adoption.problems().stream().filter(this::isObstacle).toList();
		if (!this.dryRun) {
			if (!obstacles.isEmpty()) {
				throw new InvalidMigrationsException(obstacles);
			}
			migrator.withListener(new WaitNotice(terminal)).history().adopt(adoption.history().tool().id());
		}
		AdoptionListing listing = new AdoptionListing(adoption, !this.dryRun);
		if (this.json.isSet()) {
			terminal.out().println(listing.json());
		}
		else {
			listing.print(terminal);
		}
		return (obstacles.isEmpty()) ? ExitCode.OK : ExitCode.PROBLEMS;
	}

	/** Rows without a file are left behind only if a person has named the tool. */
	private boolean isObstacle(Problem problem) {
		return problem.isError() || (this.tool.isEmpty() && problem.code() == Problem.Code.FOREIGN_ROW_UNMATCHED);
	}

	/**
	 * The names of the tools.
	 */
	static final class Tools implements Iterable<String> {

		@Override
		public Iterator<String> iterator() {
			return ForeignTools.all().stream().map(ForeignTool::id).iterator();
		}

	}

}
