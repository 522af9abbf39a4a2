package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.jdbc.Rows;

/**
 * Tells tables of the application that happen to have one of our names: they lack columns
 * of ours, or want values in columns that we do not know.
 *
 * @param names the names of the four tables, the history first
 */
record TableShapes(List<String> names) {

	private static final List<Set<String>> COLUMNS = List.of(Set.copyOf(HistoryDdl.IDENTITY),
			Set.of("id", "migration_name", "action", "logged_at", "last_at", "occurrences", "execution_ms", "checksum",
					"logged_by", "logged_from", "release", "sqlstate", "error"),
			Set.of("migration_name", "direction", "unit", "statement", "rolling_hash", "state", "before", "backend_pid",
					"backend_start", "updated_at"),
			Set.of("id", "application", "release", "host", "application_name", "contract_migrations", "started_at",
					"last_seen", "lapses_at"));

	/** A defect of one of our tables. */
	List<Finding> findings(Rows rows) {
		Map<String, Set<String>> columns = new LinkedHashMap<>();
		Map<String, Finding> template = new LinkedHashMap<>();
		List<Finding> findings = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			String table = rows.required(i, "name");
			String column = rows.required(i, "attribute");
			columns.computeIfAbsent(table, (name) -> new LinkedHashSet<>()).add(column);
			Finding finding = new Finding(rows.required(i, "schema"), table, "required column", column, null, null,
					rows.required(i, "owner"), false);
			template.put(table, finding);
			if (rows.isTrue(i, "required") && !written(table).contains(column)) {
				findings.add(finding);
			}
		}
		template.forEach((table, finding) -> {
			List<String> missing = new ArrayList<>(known(table));
			missing.removeAll(columns.getOrDefault(table, Set.of()));
			if (!missing.isEmpty()) {
				findings.add(finding.with("missing columns", String.join(", ", missing.stream().sorted().toList())));
			}
		});
		return findings;
	}

	/** Which keys the tables of ours lack. */
	List<MissingKey> missingKeys(Rows rows) {
		List<MissingKey> missing = new ArrayList<>();
		for (int number = 0; number < this.names.size(); number++) {
			TableKeys keys = TableKeys.read(rows, this.names.get(number));
			if (keys != null) {
				switch (number) {
					case 0 -> {
						keys.require(List.of("migration_name"), missing);
						keys.wish(List.of("id"), missing);
					}
					case 2 -> keys.require(List.of("migration_name", "direction"), missing);
					case 3 -> keys.require(List.of("id"), missing);
					default -> keys.wish(List.of("id"), missing);
				}
			}
		}
		return missing;
	}

	private Set<String> known(String table) {
		int number = this.names.indexOf(table);
		return (number < 0) ? Set.of() : COLUMNS.get(number);
	}

	/** The columns that get a value in each row: an id of the history comes by itself. */
	private Set<String> written(String table) {
		Set<String> written = new LinkedHashSet<>(known(table));
		if (table.equals(this.names.get(0))) {
			written.addAll(HistoryDdl.COLUMNS.keySet());
		}
		if (!table.equals(this.names.get(this.names.size() - 1))) {
			written.remove("id");
		}
		return written;
	}

}
