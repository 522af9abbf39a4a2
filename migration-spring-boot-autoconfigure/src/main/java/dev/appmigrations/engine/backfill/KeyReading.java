package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.jdbc.Rows;

/**
 * The columns of a key as the server knows them, each of which has a value in every row.
 *
 * @param parts the columns in the order of the key
 */
record KeyReading(List<Part> parts) {

	KeyReading {
		parts = List.copyOf(parts);
	}

	/**
	 * Reads a key.
	 * @param rows a row for each column
	 * @param refused the table
	 * @throws dev.appmigrations.engine.migration.MigrationException if one cannot be part
	 * of a key
	 */
	static KeyReading of(Rows rows, RefusedTable refused) {
		if (rows.size() == 0) {
			throw refused.withoutPrimaryKey();
		}
		List<Part> parts = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (int i = 0; i < rows.size(); i++) {
			String quoted = rows.required(i, "quoted");
			String number = rows.value(i, "attnum");
			if (number == null || !rows.required(i, "size").equals("1")) {
				throw refused.column(quoted);
			}
			if (!names.add(quoted)) {
				throw refused.twice(quoted);
			}
			parts.add(part(rows, i, Integer.parseInt(number), quoted, refused));
		}
		return new KeyReading(parts);
	}

	private static Part part(Rows rows, int row, int number, String quoted, RefusedTable refused) {
		if (number < 0) {
			throw refused.system(quoted);
		}
		if (!rows.required(row, "attgenerated").isEmpty()) {
			throw refused.generated(quoted);
		}
		if (!rows.isTrue(row, "attnotnull")) {
			throw refused.nullable(quoted);
		}
		String unproven = rows.value(row, "unproven");
		if (unproven != null) {
			throw refused.unproven(quoted, unproven);
		}
		boolean server = rows.required(row, "type_schema").equals("pg_catalog");
		String type = rows.required(row, "type_name");
		if (server && type.equals("money")) {
			throw refused.money(quoted);
		}
		// The text of an alias of oid, such as regclass, depends on the search path.
		return new Part(number, rows.required(row, "name"), quoted,
				(server && type.startsWith("reg")) ? "pg_catalog.oid" : rows.required(row, "type"));
	}

	List<Integer> numbers() {
		return this.parts.stream().map(Part::number).toList();
	}

	/** Returns the columns as SQL. */
	String list() {
		return String.join(", ", this.parts.stream().map(Part::quoted).toList());
	}

	/** Returns the name of a column of the key as SQL. */
	String quoted(int number) {
		return this.parts.get(numbers().indexOf(number)).quoted();
	}

	/**
	 * Returns the columns for a walk.
	 * @param index the index that has exactly these columns
	 */
	List<KeyColumn> columns(KeyIndex index) {
		List<KeyColumn> columns = new ArrayList<>();
		for (int i = 0; i < this.parts.size(); i++) {
			Part part = this.parts.get(i);
			String space = index.parts().get(i).space();
			columns.add(new KeyColumn(part.name(), part.quoted(), part.type(), (space != null) ? space : "pg_catalog"));
		}
		return columns;
	}

	/**
	 * A column.
	 *
	 * @param number its number in the table, from 1
	 * @param name its name
	 * @param quoted its name as SQL
	 * @param type its type as SQL
	 */
	record Part(int number, String name, String quoted, String type) {

	}

}
