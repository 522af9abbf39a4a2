package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.IndexShape;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * The statements that build an index without keeping writers waiting. That of a
 * partitioned table is built in three steps (see the manual's section 5.12.2.2): an
 * invalid index on the table alone, one on each partition, and each of these attached.
 */
final class IndexText {

	private final TableShape table;

	private final boolean unique;

	private final String rest;

	/**
	 * Describes an index.
	 * @param table the table
	 * @param unique whether it is unique
	 * @param rest what stands behind the table's name: {@code USING btree (name)}
	 */
	IndexText(TableShape table, boolean unique, String rest) {
		this.table = table;
		this.unique = unique;
		this.rest = rest;
	}

	/**
	 * Adds the statements to a file.
	 * @param name the name of the index
	 * @param names makes the names of the partitions' indexes
	 * @param file the file
	 */
	void create(String name, Names names, FileText file) {
		if (this.table.kind() != TableShape.Kind.PARTITIONED_TABLE) {
			file.statement(statement(name, this.table.sql(), true));
			return;
		}
		if (this.table.partitions().nested()) {
			throw new RefusedChangeException("The partitions of " + this.table.sql() + " have partitions themselves.",
					"Build its indexes by hand, from the innermost partitions outwards.");
		}
		file.unit(statement(name, "ONLY " + this.table.sql(), false));
		List<String> attached = new ArrayList<>();
		for (ObjectName leaf : this.table.partitions().leaves()) {
			String part = names.make(leaf.name(), name);
			file.statement(statement(part, this.table.sql(leaf), true));
			attached.add("ALTER INDEX " + this.table.sibling(name) + " ATTACH PARTITION "
					+ this.table.sql(ObjectName.of(leaf.parts().get(0), part)));
		}
		attached.forEach(file::unit);
	}

	/**
	 * Returns the statement that makes a constraint of an index that was built.
	 * @param name the name of both
	 * @param kind {@code UNIQUE} or {@code PRIMARY KEY}
	 */
	String constraint(String name, String kind) {
		String quoted = QuotedIdentifier.of(name);
		return "ALTER TABLE " + this.table.sql() + " ADD CONSTRAINT " + quoted + " " + kind + " USING INDEX " + quoted;
	}

	/**
	 * Returns what stands behind the table's name in the statement that creates an index.
	 * @param index the index
	 */
	static String rest(IndexShape index) {
		return Expressions.from(index.definition(), "using");
	}

	/**
	 * Returns the columns and expressions of a new index.
	 * @param typed what was typed, in parentheses or not
	 */
	static String list(String typed) {
		return typed.strip().replaceAll("^\\((.*)\\)$", "$1");
	}

	/**
	 * Adds the statements that build an index again as it was, while nobody uses the
	 * table.
	 * @param table the table
	 * @param index the index
	 * @param file the file
	 */
	static void restore(TableShape table, IndexShape index, FileText file) {
		file.statement(new IndexText(table, index.unique(), rest(index)).statement(index.name(), table.sql(), false))
			.statement(Comments.onIndex(table, index.name(), index.comment()));
	}

	private String statement(String name, String relation, boolean concurrently) {
		return "CREATE " + ((this.unique) ? "UNIQUE " : "") + "INDEX " + ((concurrently) ? "CONCURRENTLY " : "")
				+ QuotedIdentifier.of(name) + " ON " + relation + " " + this.rest;
	}

	/**
	 * Returns the statement that drops an index of the table.
	 * @param table the table
	 * @param name the name of the index
	 */
	static String drop(TableShape table, String name) {
		// An index of a partitioned table cannot be dropped concurrently.
		return "DROP INDEX " + ((table.kind() == TableShape.Kind.PARTITIONED_TABLE) ? "" : "CONCURRENTLY ")
				+ table.sibling(name);
	}

}
