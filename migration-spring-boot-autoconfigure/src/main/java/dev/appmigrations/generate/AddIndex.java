package dev.appmigrations.generate;

import java.util.Set;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.IndexShape;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.generate.Change.Draft;

/**
 * {@code add-index}: built while others write.
 */
final class AddIndex implements Generator {

	private static final String WHERE = "where";

	private static final String METHOD = "method";

	private static final String INCLUDE = "include";

	@Override
	public String name() {
		return "add-index";
	}

	@Override
	public String parameters() {
		return "TABLE COLUMNS";
	}

	@Override
	public String description() {
		return "Build an index while others write; on a partitioned table, one partition after the other.";
	}

	@Override
	public Set<String> options() {
		return Set.of(Options.NAME, WHERE, METHOD, INCLUDE);
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		TableShape table = Checks.table(catalogue, NameArgument.relation(Arguments.get(this, request, 0)));
		String columns = Arguments.get(this, request, 1);
		Names names = new Names(table.taken());
		String name = names.choose(request.option(Options.NAME), table.name().name(), FileName.of(columns), "idx");
		String method = request.option(METHOD);
		String where = request.option(WHERE);
		String include = request.option(INCLUDE);
		String rest = "USING " + ((method != null) ? NameArgument.simple(method) : "btree") + " ("
				+ columns.strip().replaceAll("^\\((.*)\\)$", "$1") + ")"
				+ ((include != null) ? " INCLUDE ("
						+ String.join(", ", NameArgument.list(include).stream().map(QuotedIdentifier::of).toList())
						+ ")" : "")
				+ ((where != null) ? " WHERE (" + where + ")" : "");
		FileText up = new FileText();
		new IndexText(table, false, rest).create(name, names, up);
		Change change = new Change(Arguments.title(this, request), request, "and changes nothing for any other");
		change.add(Draft.expand("index " + table.name().name() + " " + columns, "builds the index " + name, up,
				new FileText().statement(IndexText.drop(table, name))));
		return change.finish();
	}

	/** Finds an index, and makes sure that nothing but queries needs it. */
	static Found find(Catalogue catalogue, String typed) {
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
		return new Found(table, index);
	}

	/**
	 * An index and its table.
	 *
	 * @param table the table
	 * @param index the index
	 */
	record Found(TableShape table, IndexShape index) {

		/**
		 * Returns what stands behind the table's name in the statement that creates it.
		 */
		String rest() {
			return Expressions.from(this.index.definition(), "using");
		}

		/** Adds the comment of the index, if it has one. */
		void comment(FileText file) {
			if (this.index.comment() != null) {
				file.unit("COMMENT ON INDEX " + this.table.sibling(this.index.name()) + " IS "
						+ Quoting.literal(this.index.comment()));
			}
		}

	}

}
