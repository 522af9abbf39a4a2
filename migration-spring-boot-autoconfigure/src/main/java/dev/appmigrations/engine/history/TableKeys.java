package dev.appmigrations.engine.history;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Sql;
import org.jspecify.annotations.Nullable;

/**
 * The unique keys of one table, as the catalogue tells them.
 *
 * @param table the quoted name of the table
 * @param numbers the numbers of its columns, by their names
 * @param keys each unique key, as the numbers of its columns
 * @param primary whether it has a primary key
 * @param owned whether the role may alter it
 */
record TableKeys(String table, Map<String, String> numbers, Set<Set<String>> keys, boolean primary, boolean owned) {

	/** Reads the rows of {@link TableInspection#columns()} that are about one table. */
	static @Nullable TableKeys read(Rows rows, String name) {
		Map<String, String> numbers = new LinkedHashMap<>();
		Set<Set<String>> keys = new HashSet<>();
		TableKeys found = null;
		for (int i = 0; i < rows.size(); i++) {
			if (rows.required(i, "name").equals(name)) {
				numbers.put(rows.required(i, "attribute"), rows.required(i, "number"));
				if (found == null) {
					addKeys(rows.value(i, "unique_keys"), keys);
					found = new TableKeys(Sql.identifier(rows.required(i, "schema")) + "." + Sql.identifier(name),
							numbers, keys, rows.isTrue(i, "has_primary"), rows.isTrue(i, "owned"));
				}
			}
		}
		return found;
	}

	/** Each begins with how many of the columns that follow are its key. */
	private static void addKeys(@Nullable String written, Set<Set<String>> keys) {
		if (written != null) {
			for (String index : written.split(",")) {
				String[] parts = index.split(" ");
				keys.add(Set.copyOf(Arrays.asList(parts).subList(1, 1 + Integer.parseInt(parts[0]))));
			}
		}
	}

	/** Adds a key without which records cannot be written. */
	void require(List<String> columns, List<MissingKey> missing) {
		if (isMissing(columns)) {
			boolean primary = !this.primary && !columns.equals(List.of("migration_name"));
			missing.add(new MissingKey(this.table, columns, primary, true));
		}
	}

	/** Adds a key that only keeps order, where it is easily had. */
	void wish(List<String> columns, List<MissingKey> missing) {
		if (isMissing(columns) && !this.primary && this.owned) {
			missing.add(new MissingKey(this.table, columns, true, false));
		}
	}

	private boolean isMissing(List<String> columns) {
		Set<String> wanted = new HashSet<>();
		for (String column : columns) {
			wanted.add(String.valueOf(this.numbers.get(column)));
		}
		return !this.keys.contains(wanted);
	}

}
