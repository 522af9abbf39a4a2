package dev.appmigrations.generate;

import java.util.List;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.ColumnShape;
import dev.appmigrations.engine.shape.IndexShape;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.engine.shape.TableShape.Kind;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What has to hold of a table before migrations are written for it.
 */
final class Checks {

	private Checks() {
	}

	/** Reads an ordinary or a partitioned table. */
	static TableShape table(Catalogue catalogue, ObjectName name) {
		TableShape table = catalogue.table(name);
		if (table == null) {
			throw new RefusedChangeException("There is no table " + name + ".",
					"Write its name as in SQL, with its schema if the search path does not find it. Apply pending "
							+ "migrations first: what they create is not in the database yet.");
		}
		if (table.kind() != Kind.TABLE && table.kind() != Kind.PARTITIONED_TABLE) {
			throw new RefusedChangeException(name + " is no table.", "Only tables can be changed step by step.");
		}
		if (table.flags().temporary()) {
			throw new RefusedChangeException(name + " is a temporary table.", "It needs no migration.");
		}
		return table;
	}

	/** Makes sure that a change reaches all rows of a table, and no other table's. */
	static void alone(TableShape table) {
		if (table.flags().child()) {
			throw new RefusedChangeException(
					table.sql() + " is a partition, or inherits from another table, and has its columns from there.",
					"Name the table that it belongs to.");
		}
		if (table.flags().parent() && table.kind() == Kind.TABLE) {
			throw new RefusedChangeException("Other tables inherit from " + table.sql() + ".",
					"Write these migrations by hand: each of the tables needs its own.");
		}
	}

	/** Makes sure that a table has no partitions. */
	static void ordinary(TableShape table, String what) {
		if (table.kind() == Kind.PARTITIONED_TABLE) {
			throw new RefusedChangeException(what + " of a partitioned table cannot be made of an index that is there.",
					"Build the indexes of the partitions by hand, and attach them.");
		}
	}

	static ColumnShape column(TableShape table, String name) {
		ColumnShape column = table.column(name);
		if (column == null) {
			throw new RefusedChangeException("Table " + table.sql() + " has no column " + name + ".", "Its columns are "
					+ String.join(", ", table.columns().stream().map(ColumnShape::sql).toList()) + ".");
		}
		return column;
	}

	static void free(TableShape table, String column) {
		if (table.column(column) != null) {
			throw new RefusedChangeException("Table " + table.sql() + " has a column " + column + " already.",
					"Choose another name.");
		}
	}

	/**
	 * Returns the columns by which a backfill walks the table.
	 * @return names as a statement has them
	 */
	static List<String> key(TableShape table, ChangeRequest request) {
		@Nullable String given = request.option(Options.KEY);
		List<String> key = (given != null) ? List.of(given.split("\\s*,\\s*"))
				: table.primaryKey().stream().map(QuotedIdentifier::of).toList();
		if (!key.isEmpty()) {
			return key;
		}
		for (IndexShape index : table.indexes()) {
			if (index.unique() && index.valid() && !index.partial() && !index.expressions()
					&& index.method().equals("btree") && index.constraint() == null
					&& index.key().stream().allMatch((column) -> Checks.column(table, column).notNull())) {
				return index.key().stream().map(QuotedIdentifier::of).toList();
			}
		}
		throw new RefusedChangeException(
				"Table " + table.sql() + " has no primary key, and its rows are to be changed in batches.",
				"Add one with add-pk, or name the columns of another unique index with --" + Options.KEY + ".");
	}

}
