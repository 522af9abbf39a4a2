package dev.appmigrations.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.appmigrations.engine.adopt.Adoption;
import dev.appmigrations.engine.adopt.ForeignHistories;
import dev.appmigrations.engine.adopt.ForeignHistory;
import dev.appmigrations.engine.adopt.UnadoptedHistory;
import dev.appmigrations.engine.history.AdoptedMigration;
import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Origin;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.script.MigrationCatalog;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import dev.appmigrations.engine.wording.Setting;

/**
 * The history of another tool in a database without one of ours, and how it is handled.
 *
 * @param adopted what is taken over before anything runs
 * @param problems what a person should know or must decide
 */
public record ForeignState(List<AdoptedMigration> adopted, List<Problem> problems) {

	/** Nothing is there, or nothing is to be looked at. */
	static final ForeignState NONE = new ForeignState(List.of(), List.of());

	public ForeignState {
		adopted = List.copyOf(adopted);
		problems = List.copyOf(problems);
	}

	/**
	 * Reads what is there, and does as the options say.
	 * @param session the connection
	 * @param facts about the database
	 * @param options what to do
	 * @param catalog what the application ships
	 * @return what was found and what follows
	 */
	static ForeignState read(Session session, DatabaseFacts facts, MigratorOptions options, MigrationCatalog catalog) {
		MigratorOptions.Adopt adopt = options.rules().adopt();
		if (adopt.mode() == MigratorOptions.Adopt.Mode.IGNORE || options.rules().baseline() != null) {
			return NONE;
		}
		List<ForeignHistory> found = new ArrayList<>();
		for (ForeignHistory history : ForeignHistories.find(session, options.history().schema())) {
			if (ForeignHistories.recordsAnything(session, history)) {
				found.add(history);
			}
		}
		if (found.isEmpty()) {
			return NONE;
		}
		return switch (adopt.mode()) {
			case AUTO -> (found.size() > 1) ? problem(UnadoptedHistory.undecided(found))
					: whole(adoption(session, found.get(0), catalog));
			case TOOL -> found.stream()
				.filter((history) -> history.tool().id().equals(adopt.tool()))
				.findFirst()
				.map((history) -> of(adoption(session, history, catalog)))
				.orElseGet(() -> problem(UnadoptedHistory.problem(facts.database(), found)));
			case OFF, IGNORE -> problem(UnadoptedHistory.problem(facts.database(), found));
		};
	}

	private static ForeignState whole(Adoption adoption) {
		if (adoption.unmatched().isEmpty()) {
			return of(adoption);
		}
		List<Problem> problems = new ArrayList<>(adoption.problems());
		problems.add(UnadoptedHistory.incomplete(adoption.history()));
		return new ForeignState(List.of(), problems);
	}

	private static ForeignState problem(Problem problem) {
		return new ForeignState(List.of(), List.of(problem));
	}

	static ForeignState of(Adoption adoption) {
		return new ForeignState((adoption.isPossible()) ? adoption.records() : List.of(), adoption.problems());
	}

	/**
	 * Compares a tool's history with the files.
	 * @param session the connection
	 * @param options where to look
	 * @param tool the name of the tool; empty for the only one that is there
	 * @param catalog what the application ships
	 * @return the adoption
	 * @throws MigrationException if there is no such history, or more than one
	 */
	public static Adoption adoption(Session session, MigratorOptions options, String tool, MigrationCatalog catalog) {
		List<ForeignHistory> found = ForeignHistories.find(session, options.history().schema());
		List<ForeignHistory> wanted = new ArrayList<>();
		List<ForeignHistory> empty = new ArrayList<>();
		for (ForeignHistory history : found) {
			if (tool.isEmpty() || history.tool().id().equals(tool)) {
				((ForeignHistories.recordsAnything(session, history)) ? wanted : empty).add(history);
			}
		}
		if (wanted.isEmpty() && !empty.isEmpty()) {
			throw new MigrationException(ErrorCode.FOREIGN_HISTORY,
					String.join(", ", empty.stream().map(Object::toString).toList())
							+ " records no applied migration: there is nothing to adopt.",
					Message.of("Run ")
						.and(Call.of(Operation.UP))
						.and(": every file is pending. If the tables are there all the same, mark them with ")
						.and(Call.of(Operation.BASELINE))
						.and("."),
					null);
		}
		if (wanted.size() != 1) {
			throw new MigrationException(ErrorCode.FOREIGN_HISTORY,
					((wanted.isEmpty()) ? "There is no history of " + ((tool.isEmpty()) ? "another tool" : tool)
							: "There are histories of several tools")
							+ " in this database."
							+ ((found.isEmpty()) ? ""
									: " Found: " + String.join(", ", found.stream().map(Object::toString).toList())),
					(found.isEmpty()) ? Message.of("Check the database, and ").and(Setting.SCHEMA).and(".")
							: Message.of("Name the tool whose history is to be taken over."),
					null);
		}
		return adoption(session, wanted.get(0), catalog);
	}

	private static Adoption adoption(Session session, ForeignHistory history, MigrationCatalog catalog) {
		return Adoption.of(history, ForeignHistories.read(session, history), catalog);
	}

	/** Returns the rows that the history will have, for a plan that comes before them. */
	List<AppliedMigration> rows() {
		return IntStream.range(0, this.adopted.size()).mapToObj((i) -> row(i + 1L, this.adopted.get(i))).toList();
	}

	private static AppliedMigration row(long id, AdoptedMigration adopted) {
		var migration = adopted.migration();
		return new AppliedMigration(id, migration.name(), adopted.appliedAt(), migration.version(),
				migration.description(), migration.kind().label(), migration.phase().label(), migration.checksum(),
				adopted.executionMs(), adopted.appliedBy(), adopted.source(), null, Origin.ADOPTED.label(), false,
				null);
	}

}
