package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Finds applied migrations whose files have another name now. A pending file with the
 * text of an applied one whose file is gone is that migration, and never runs:
 * <ol>
 * <li>Where the versions are equal too, there is no doubt.
 * <li>Otherwise one file and one row must have the text alone; if there are several, a
 * person decides. Files without statements are left out, as they are all the same, and
 * running them does nothing.
 * </ol>
 * A row without a checksum, which somebody has written by hand, may lack the ending of
 * its file.
 *
 * @param byRow the file of each row that has one, by the number of the row
 * @param problems files that may be several of the rows, or several that may be one
 */
record Renames(Map<Integer, Migration> byRow, List<Problem> problems) {

	private static final Renames NONE = new Renames(Map.of(), List.of());

	/**
	 * Compares what is left of both.
	 * @param applied the rows, some of them without a file
	 * @param pending the files without a row
	 * @return what was found
	 */
	static Renames find(List<AppliedState> applied, Collection<Migration> pending) {
		if (pending.isEmpty()) {
			return NONE;
		}
		List<Integer> missing = new ArrayList<>();
		Map<Integer, Migration> written = new HashMap<>();
		for (int i = 0; i < applied.size(); i++) {
			AppliedState state = applied.get(i);
			if (state.migration() == null && state.row().checksum() != null) {
				missing.add(i);
			}
			else if (state.migration() == null) {
				Migration file = withoutItsEnding(state.row().name(), pending);
				if (file != null) {
					written.put(i, file);
				}
			}
		}
		if (missing.isEmpty() && written.isEmpty()) {
			return NONE;
		}
		List<Migration> rest = new ArrayList<>(pending);
		rest.removeAll(written.values());
		Renames found = new Search(applied, missing, rest).find();
		found.byRow().putAll(written);
		return found;
	}

	/** Finds the file of a row that somebody has written by hand, without the ending. */
	private static @Nullable Migration withoutItsEnding(String name, Collection<Migration> pending) {
		for (Migration migration : pending) {
			if (migration.name().equals(name + ".sql") || migration.name().equals(name + ".up.sql")) {
				return migration;
			}
		}
		return null;
	}

	private static final class Search {

		private final List<AppliedState> applied;

		private final Map<String, List<Integer>> rowsByText = new HashMap<>();

		private final Map<Migration, List<Integer>> candidates = new HashMap<>();

		private final Collection<Migration> pending;

		private final Map<Integer, Migration> byRow = new HashMap<>();

		Search(List<AppliedState> applied, List<Integer> missing, Collection<Migration> pending) {
			this.applied = applied;
			this.pending = pending;
			for (Integer row : missing) {
				Checksum checksum = applied.get(row).row().checksum();
				if (checksum != null && checksum.isOfKnownScheme()) {
					this.rowsByText.computeIfAbsent(checksum.tokens(), (key) -> new ArrayList<>(1)).add(row);
				}
			}
		}

		Renames find() {
			for (Migration migration : this.pending) {
				List<Integer> rows = rowsOf(migration);
				if (!rows.isEmpty()) {
					this.candidates.put(migration, rows);
				}
			}
			this.candidates.forEach((migration, rows) -> {
				Integer same = ofSameVersion(migration, rows);
				if (same != null) {
					this.byRow.putIfAbsent(same, migration);
				}
			});
			return new Renames(this.byRow, byTextAlone());
		}

		private List<Integer> rowsOf(Migration migration) {
			List<Integer> rows = new ArrayList<>(
					this.rowsByText.getOrDefault(migration.checksum().tokens(), List.of()));
			Checksum earlier = migration.earlierChecksum();
			if (earlier != null) {
				for (Integer row : this.rowsByText.getOrDefault(earlier.tokens(), List.of())) {
					if (earlier.equals(this.applied.get(row).row().checksum()) && !rows.contains(row)) {
						rows.add(row);
					}
				}
			}
			return rows;
		}

		private @Nullable Integer ofSameVersion(Migration migration, List<Integer> rows) {
			for (Integer row : rows) {
				if (migration.version() != null
						&& Objects.equals(migration.version(), this.applied.get(row).version())) {
					return row;
				}
			}
			return null;
		}

		private List<Problem> byTextAlone() {
			Map<Integer, List<Migration>> filesByRow = new HashMap<>();
			Map<Migration, List<Integer>> open = new HashMap<>();
			for (Migration migration : this.pending) {
				List<Integer> rows = new ArrayList<>(this.candidates.getOrDefault(migration, List.of()));
				rows.removeAll(this.byRow.keySet());
				if (!rows.isEmpty() && !migration.checksum().isOfNothing() && !this.byRow.containsValue(migration)) {
					open.put(migration, rows);
					rows.forEach((row) -> filesByRow.computeIfAbsent(row, (key) -> new ArrayList<>(1)).add(migration));
				}
			}
			List<Problem> problems = new ArrayList<>();
			for (Migration migration : this.pending) {
				List<Integer> rows = open.get(migration);
				if (rows == null) {
					continue;
				}
				if (rows.size() == 1 && filesByRow.getOrDefault(rows.get(0), List.of()).size() == 1) {
					this.byRow.put(rows.get(0), migration);
				}
				else {
					problems.add(ambiguous(migration, rows));
				}
			}
			return problems;
		}

		private Problem ambiguous(Migration migration, List<Integer> rows) {
			List<String> names = new ArrayList<>();
			rows.forEach((row) -> names.add(this.applied.get(row).row().name()));
			List<String> concerned = new ArrayList<>(names);
			concerned.add(0, migration.name());
			return Problem.error(Problem.Code.AMBIGUOUS_RENAME, Message.of(migration.location()
					+ " is pending, and has the text of what was applied as " + String.join(", ", names)
					+ ", whose file is gone: it was renamed, but not one file and one" + " row alone have that text."),
					Message
						.of("Give each file the name that it was applied under. If it is a new migration that happens to"
								+ " have the same text, let ")
						.and(Call.of(Operation.REPAIR))
						.and(" forget the rows whose files are gone."),
					concerned.toArray(String[]::new));
		}

	}

}
