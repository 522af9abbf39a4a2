package dev.appmigrations.generate;

import java.util.Set;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.TableShape;
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
				+ IndexText.list(columns) + ")"
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

}
