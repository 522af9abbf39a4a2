package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.List;

/**
 * A table that a backfill can walk, and the unique key by which it does.
 *
 * @param schema its schema
 * @param name its name
 * @param quoted both as SQL, quoted where they have to be
 * @param oid its number in {@code pg_class}
 * @param partitioned whether it has partitions, which are walked as one table
 * @param key the columns of the key, at least one
 * @param estimate how many rows the server believes that it has, partitions included; -1
 * if it has never counted
 */
record WalkedTable(String schema, String name, String quoted, long oid, boolean partitioned, List<KeyColumn> key,
		long estimate) {

	WalkedTable {
		key = List.copyOf(key);
		if (key.isEmpty()) {
			throw new IllegalArgumentException("A key has at least one column");
		}
	}

	/**
	 * Returns expressions for the values of a key.
	 * @param values the server's texts, one for each column
	 * @return constants of the columns' types, in the order of the columns
	 */
	List<String> literals(List<String> values) {
		if (values.size() != this.key.size()) {
			throw new IllegalArgumentException(
					"The key of " + this.quoted + " has " + this.key.size() + " columns, not " + values.size());
		}
		List<String> literals = new ArrayList<>();
		for (int i = 0; i < values.size(); i++) {
			literals.add(this.key.get(i).literal(values.get(i)));
		}
		return literals;
	}

	/**
	 * Returns the columns of the key.
	 * @return a list as SQL, such as {@code tenant_id, id}
	 */
	String columns() {
		return String.join(", ", this.key.stream().map(KeyColumn::quoted).toList());
	}

}
