package dev.appmigrations.engine.adopt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.adopt.folder.FolderRewriter;
import dev.appmigrations.engine.adopt.folder.ScriptMarkers;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.script.MigrationCatalog;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import dev.appmigrations.engine.wording.Setting;

/**
 * Problems of rows and files that do not match.
 */
final class AdoptionProblems {

	private static final int EXAMPLES = 10;

	private final ForeignHistory history;

	private final List<Problem> problems = new ArrayList<>();

	private AdoptionProblems(ForeignHistory history) {
		this.history = history;
	}

	static List<Problem> find(ForeignHistory history, List<ForeignRow> rows, List<Mapping> mappings,
			List<ForeignRow> unmatched, MigrationCatalog catalog) {
		AdoptionProblems found = new AdoptionProblems(history);
		rows.stream().filter((row) -> row.state() == ForeignRow.State.FAILED).forEach(found::addFailed);
		mappings.forEach(found::addAmbiguous);
		mappings.forEach(found::addPartlyApplied);
		mappings.forEach(found::addChanged);
		if (!unmatched.isEmpty()) {
			found.addUnmatched(unmatched, mappings.isEmpty());
		}
		return found.problems;
	}

	private void addFailed(ForeignRow row) {
		this.problems.add(Problem.error(Problem.Code.FOREIGN_ROW_FAILED,
				this.history + " says that " + row.name()
						+ " failed, so that nobody knows what of it is in the database.",
				this.history.tool().failureRemedy(row), row.name()));
	}

	/** One of them stands for a file that is not there, or under another name. */
	private void addAmbiguous(Mapping mapping) {
		List<String> names = mapping.rows()
			.stream()
			.filter((row) -> row.changeSet() == null)
			.map(ForeignRow::name)
			.toList();
		if (names.size() > 1) {
			String location = mapping.migration().location();
			this.problems.add(Problem.error(Problem.Code.FOREIGN_ROWS_AMBIGUOUS,
					names.size() + " rows of " + this.history + " stand for " + location + ": "
							+ String.join(", ", names) + ".",
					"Restore the file of each row, with the version as the row has it; or remove the row that stands for"
							+ " none with " + this.history.tool().title() + ".",
					mapping.migration().name()));
		}
	}

	/** A change set that was added to a file later would never run. */
	private void addPartlyApplied(Mapping mapping) {
		if (mapping.rows().get(0).changeSet() == null) {
			return;
		}
		Set<String> missing = ScriptMarkers.of(mapping.migration()).changeSets();
		Set<String> applied = new HashSet<>();
		mapping.rows().forEach((row) -> applied.add(String.valueOf(row.changeSet())));
		missing.removeAll(applied);
		if (!missing.isEmpty()) {
			this.problems.add(Problem.error(Problem.Code.FOREIGN_FILE_PARTLY_APPLIED,
					mapping.migration().location() + " is applied but for these of its change sets: "
							+ String.join(", ", missing) + ".",
					"A file is applied as a whole or not at all: run " + this.history.tool().title()
							+ " once more, move these change sets into a new migration, or remove them if they are not meant for"
							+ " this database. Then adopt again.",
					mapping.migration().name()));
		}
	}

	private void addChanged(Mapping mapping) {
		Migration migration = mapping.migration();
		if (mapping.rows().stream().anyMatch((row) -> this.history.tool().hasChanged(row, migration))) {
			this.problems.add(Problem.warning(Problem.Code.CHECKSUM_CHANGED,
					migration.location() + " has changed since " + this.history.tool().title() + " applied it.",
					"It is taken over as it is now. If more than comments and white space has changed, restore the file"
							+ " first, and put the change into a new migration.",
					migration.name()));
		}
	}

	/** Only where there is something to rename. */
	private Message rename() {
		String tool = this.history.tool().id();
		return (FolderRewriter.of(tool).isPresent()) ? Message.of(" Or write them anew in our form with ")
			.and(new Call(Operation.ADOPT_RENAME, tool))
			.and(".") : Message.of("");
	}

	private void addUnmatched(List<ForeignRow> unmatched, boolean nothingMatches) {
		StringBuilder names = new StringBuilder();
		unmatched.stream().limit(EXAMPLES).forEach((row) -> names.append("\n  ").append(row.name()));
		if (unmatched.size() > EXAMPLES) {
			names.append("\n  and ").append(unmatched.size() - EXAMPLES).append(" more");
		}
		String what = (unmatched.size() == 1) ? "A row of " + this.history + " has no file:"
				: unmatched.size() + " rows of " + this.history + " have no file:";
		String[] rows = unmatched.stream().map(ForeignRow::name).toArray(String[]::new);
		this.problems.add((nothingMatches)
				? Problem.error(Problem.Code.FOREIGN_ROW_UNMATCHED,
						Message.of("No file stands for any row of " + this.history + ". " + what + names),
						Message.of("Point ")
							.and(Setting.LOCATIONS)
							.and(" to the files, and ")
							.and(Setting.LAYOUT)
							.and(" to their form if it is not recognised.")
							.and(rename())
							.and(" If there are none in SQL, mark what is there with ")
							.and(Call.of(Operation.BASELINE))
							.and("."),
						rows)
				: Problem.warning(Problem.Code.FOREIGN_ROW_UNMATCHED, Message.of(what + names),
						Message
							.of("Restore the files if they were lost or are in another folder. If they were removed on"
									+ " purpose, or are not SQL, adopt all the same with ")
							.and(new Call(Operation.ADOPT, this.history.tool().id()))
							.and(": these rows stay where they are, and nothing is recorded for them."),
						rows));
	}

}
