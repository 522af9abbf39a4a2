package dev.appmigrations.engine.adopt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.history.AdoptedMigration;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationKind;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.script.MigrationCatalog;

/**
 * The migrations that would be adopted from another tool's history, and the problems: all
 * that a dry run shows.
 *
 * @param history the table
 * @param mappings what is applied, in the order of the rows
 * @param unmatched the rows of applied migrations that no file stands for
 * @param pending the files that the other tool has not applied, in the catalog's order
 * @param problems what a person should know or must mend
 * @param recorded what the history has already, from an adoption before
 */
public record Adoption(ForeignHistory history, List<Mapping> mappings, List<ForeignRow> unmatched,
		List<Migration> pending, List<Problem> problems, List<Mapping> recorded) {

	public Adoption {
		mappings = List.copyOf(mappings);
		unmatched = List.copyOf(unmatched);
		pending = List.copyOf(pending);
		problems = List.copyOf(problems);
		recorded = List.copyOf(recorded);
	}

	/**
	 * Maps rows to files:
	 * <ol>
	 * <li>A row of an applied migration stands for the file that it names, or else for
	 * the file of its version.
	 * <li>A row that stands for all before it takes the files of all lower versions that
	 * have no row of their own.
	 * <li>What has no row is pending, and so is a repeatable migration that has changed
	 * since it was applied: the other tool would run it again.
	 * </ol>
	 * @param history the table
	 * @param rows its rows, in the order in which they were written
	 * @param catalog what the application ships
	 * @return the mapping with all problems; those of the catalog are not among them
	 */
	public static Adoption of(ForeignHistory history, List<ForeignRow> rows, MigrationCatalog catalog) {
		CatalogIndex index = new CatalogIndex(catalog);
		Map<ForeignRow, Migration> own = new LinkedHashMap<>();
		List<ForeignRow> unmatched = new ArrayList<>();
		for (ForeignRow row : rows) {
			Migration migration = index.find(row);
			if (migration == null && needsFile(row)) {
				unmatched.add(row);
			}
			else if (migration != null && !runsAgain(history, row, migration)) {
				own.put(row, migration);
			}
		}
		Set<Migration> taken = new HashSet<>(own.values());
		Map<Migration, List<ForeignRow>> mapped = new LinkedHashMap<>();
		for (ForeignRow row : rows) {
			if (standsForAllBefore(row)) {
				index.through(row.version())
					.stream()
					.filter(taken::add)
					.forEach((migration) -> mapped.put(migration, List.of(row)));
			}
			Migration migration = own.get(row);
			if (migration != null) {
				mapped.computeIfAbsent(migration, (key) -> new ArrayList<>()).add(row);
			}
		}
		List<Mapping> mappings = mapped.entrySet()
			.stream()
			.map((entry) -> new Mapping(entry.getValue(), entry.getKey()))
			.toList();
		List<Migration> pending = catalog.migrations().stream().filter((file) -> !taken.contains(file)).toList();
		return new Adoption(history, mappings, unmatched, pending,
				AdoptionProblems.find(history, rows, mappings, unmatched, catalog), List.of());
	}

	/**
	 * Leaves out what is recorded already, and problems of that alone.
	 * @param names the names in the history
	 * @return the rest
	 */
	public Adoption without(Set<String> names) {
		return new Adoption(this.history,
				this.mappings.stream().filter((mapping) -> !names.contains(mapping.migration().name())).toList(),
				this.unmatched, this.pending.stream().filter((file) -> !names.contains(file.name())).toList(),
				this.problems.stream()
					.filter((problem) -> problem.migrations().isEmpty() || !names.containsAll(problem.migrations()))
					.toList(),
				this.mappings.stream().filter((mapping) -> names.contains(mapping.migration().name())).toList());
	}

	private static boolean runsAgain(ForeignHistory history, ForeignRow row, Migration migration) {
		return migration.kind() == MigrationKind.REPEATABLE && history.tool().hasChanged(row, migration);
	}

	private static boolean needsFile(ForeignRow row) {
		return row.state() == ForeignRow.State.APPLIED || row.state() == ForeignRow.State.APPLIED_WITH_ALL_BEFORE;
	}

	private static boolean standsForAllBefore(ForeignRow row) {
		return row.state() == ForeignRow.State.APPLIED_WITH_ALL_BEFORE || row.state() == ForeignRow.State.BASELINE;
	}

	/**
	 * Tells whether everything fits, so that it may be taken over without a person.
	 * @return whether every row has its file, and there is no error
	 */
	public boolean isComplete() {
		return this.unmatched.isEmpty() && isPossible();
	}

	/**
	 * Tells whether it may be taken over on a person's word.
	 * @return whether there is no error
	 */
	public boolean isPossible() {
		return this.problems.stream().noneMatch(Problem::isError);
	}

	/**
	 * Returns what is to be recorded.
	 * @return a record for each mapping, in their order
	 */
	public List<AdoptedMigration> records() {
		return this.mappings.stream().map((mapping) -> mapping.record(this.history.toString())).toList();
	}

}
