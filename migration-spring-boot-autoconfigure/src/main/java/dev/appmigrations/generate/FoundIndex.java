package dev.appmigrations.generate;

import dev.appmigrations.engine.shape.IndexShape;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * An index that nothing but queries needs, and its table.
 *
 * @param table the table
 * @param index the index
 */
record FoundIndex(TableShape table, IndexShape index) {

	/** Finds an index, and makes sure that nothing but queries needs it. */
	static FoundIndex find(Catalogue catalogue, String typed) {
		ObjectName name = NameArgument.relation(typed);
		TableShape table = catalogue.tableOfIndex(name);
		if (table == null) {
			throw new RefusedChangeException("There is no index " + typed + ".",
					"Write its name as in SQL, with its schema if the search path does not find it.");
		}
		IndexShape index = table.indexes()
			.stream()
			.filter((one) -> one.name().equals(name.name()))
			.findFirst()
			.orElseThrow();
		if (index.constraint() != null) {
			throw new RefusedChangeException("Index " + typed + " stands behind the constraint " + index.constraint()
					+ " of " + table.sql() + ".", "Change the constraint.");
		}
		if (index.identity()) {
			throw new RefusedChangeException("Index " + typed + " is the replica identity of " + table.sql() + ".",
					"Choose another replica identity first.");
		}
		if (index.attached()) {
			throw new RefusedChangeException("Index " + typed + " is a part of the index of a partitioned table.",
					"Name that one.");
		}
		table.constraints()
			.stream()
			.filter((constraint) -> index.name().equals(constraint.index())
					&& table.name().equals(constraint.referenced()))
			.findFirst()
			.ifPresent((key) -> {
				throw new RefusedChangeException(
						"The foreign key " + key.name() + " of " + key.table() + " needs index " + typed + ".",
						"Drop the foreign key first, or let it refer to another key.");
			});
		return new FoundIndex(table, index);
	}

	/** Adds the comment of the index, if it has one. */
	void comment(FileText file) {
		file.unit(Comments.onIndex(this.table, this.index.name(), this.index.comment()));
	}

}
