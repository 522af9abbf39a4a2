package dev.appmigrations.generate;

import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.TableShape;

/**
 * {@code add-unique}: the index first, built beside writers, then the constraint on it.
 */
final class AddUnique implements Generator {

	@Override
	public String name() {
		return "add-unique";
	}

	@Override
	public String parameters() {
		return "TABLE COLUMNS";
	}

	@Override
	public String description() {
		return "Add a unique constraint, while others write, when no release makes duplicates any more.";
	}

	@Override
	public Set<String> options() {
		return Set.of(Options.NAME, Options.NOW);
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		TableShape table = Checks.table(catalogue, NameArgument.relation(Arguments.get(this, request, 0)));
		Checks.alone(table);
		List<String> columns = NameArgument.list(Arguments.get(this, request, 1));
		columns.forEach((column) -> Checks.column(table, column));
		Checks.ordinary(table, "A unique constraint");
		String list = String.join(", ", columns.stream().map(QuotedIdentifier::of).toList());
		Names names = Names.of(table);
		String name = names.choose(request.option(Options.NAME), table.name().name(), String.join("_", columns), "key");
		Change change = new Change(Arguments.title(this, request), request, "which makes no duplicates any more");
		FileText up = new FileText();
		IndexText index = new IndexText(table, true, "USING btree (" + list + ")");
		index.create(name, names, up);
		up.unit(index.constraint(name, "UNIQUE"));
		FileText down = new FileText().unit(Constraints.drop(table.sql(), name));
		Constraints.add(change, "unique " + table.name().name() + " " + String.join(" ", columns),
				"makes " + list + " unique", up, down, request.has(Options.NOW));
		change.note("It fails where there are duplicates: SELECT " + list + " FROM " + table.sql() + " GROUP BY " + list
				+ " HAVING count(*) > 1");
		return change.finish();
	}

}
