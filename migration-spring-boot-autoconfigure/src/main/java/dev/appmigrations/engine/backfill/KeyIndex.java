package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.Rows;
import org.jspecify.annotations.Nullable;

/**
 * A btree index of a table, as far as walking along it is concerned.
 *
 * @param quoted its name as SQL, without its schema
 * @param unique whether it is unique
 * @param immediate whether uniqueness is checked at each row; a deferrable constraint
 * checks it later
 * @param valid whether it is complete
 * @param predicate its condition, {@code null} if it has all rows
 * @param parts its columns, without those of INCLUDE
 */
record KeyIndex(String quoted, boolean unique, boolean immediate, boolean valid, @Nullable String predicate,
		List<Part> parts) {

	KeyIndex {
		parts = List.copyOf(parts);
	}

	/**
	 * Reads indexes.
	 * @param rows a row for each column
	 * @return the indexes in the order of the rows
	 */
	static List<KeyIndex> read(Rows rows) {
		List<KeyIndex> indexes = new ArrayList<>();
		int row = 0;
		while (row < rows.size()) {
			int first = row;
			String oid = rows.required(first, "indexrelid");
			List<Part> parts = new ArrayList<>();
			while (row < rows.size() && rows.required(row, "indexrelid").equals(oid)) {
				parts.add(new Part(Integer.parseInt(rows.required(row, "number")),
						rows.required(row, "option").equals("0"),
						rows.required(row, "collation").equals(rows.value(row, "attcollation")),
						rows.isTrue(row, "usual"), rows.value(row, "space")));
				row++;
			}
			indexes.add(new KeyIndex(rows.required(first, "quoted"), rows.isTrue(first, "indisunique"),
					rows.isTrue(first, "indimmediate"), rows.isTrue(first, "valid"), rows.value(first, "predicate"),
					parts));
		}
		return indexes;
	}

	/** Returns the numbers of its columns; 0 stands for an expression. */
	List<Integer> numbers() {
		return this.parts.stream().map(Part::number).toList();
	}

	/**
	 * Tells why the rows cannot be walked along the index.
	 * @return half a sentence, or {@code null} if they can
	 */
	@Nullable String defect() {
		if (!this.valid) {
			return "is not valid, because building it has failed or has not ended";
		}
		if (!this.immediate) {
			return "belongs to a deferrable constraint, so that keys need not be unique within a transaction";
		}
		for (Part part : this.parts) {
			if (!part.ascending()) {
				return "is not in plain ascending order (DESC or NULLS FIRST)";
			}
			if (!part.sameCollation()) {
				return "has another collation than its column";
			}
			if (!part.usual()) {
				return "does not order its values by the operators < and > of their type";
			}
		}
		long spaces = this.parts.stream().map(Part::space).distinct().count();
		return (spaces > 1) ? "orders its columns by operators of several schemas, so that rows cannot be compared"
				: null;
	}

	/**
	 * A column of an index.
	 *
	 * @param number its number in the table; 0 for an expression
	 * @param ascending whether its order is that of ASC NULLS LAST
	 * @param sameCollation whether its collation is that of the column
	 * @param usual whether it is ordered by the operators of the default ordering of its
	 * type, which have their usual names
	 * @param space the schema of the operators as SQL, {@code null} if there are none
	 */
	record Part(int number, boolean ascending, boolean sameCollation, boolean usual, @Nullable String space) {

	}

}
