package dev.appmigrations.generate;

import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.TableShape;

/**
 * {@code add-pk}: NOT NULL by proof, the index beside writers, then the key on it.
 */
final class AddPrimaryKey implements Generator {

	@Override
	public String name() {
		return "add-pk";
	}

	@Override
	public String parameters() {
		return "TABLE COLUMNS";
	}

	@Override
	public String description() {
		return "Add a primary key, while others write, when no release makes duplicates or NULL any more.";
	}

	@Override
	public Set<String> options() {
		return Set.of(Options.NAME, Options.NOW);
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		TableShape table = Checks.table(catalogue, NameArgument.relation(Arguments.get(this, request, 0)));
		Checks.alone(table);
		Checks.ordinary(table, "A primary key");
		if (!table.primaryKey().isEmpty()) {
			throw new RefusedChangeException("Table " + table.sql() + " has a primary key already.",
					"Another key is a change by hand: drop the old one and add the new one in one ALTER TABLE.");
		}
		List<String> columns = NameArgument.list(Arguments.get(this, request, 1));
		Names names = Names.of(table);
		String name = names.choose(request.option(Options.NAME), table.name().name(), "pkey");
		String list = String.join(", ", columns.stream().map(QuotedIdentifier::of).toList());
		FileText up = new FileText();
		FileText down = new FileText().unit(Constraints.drop(table.sql(), name));
		for (String column : columns) {
			if (!Checks.column(table, column).notNull()) {
				Proofs.notNull(table, column, Versions.oldest(request, table), names, up);
				Proofs.nullable(table, column, down);
			}
		}
		IndexText index = new IndexText(table, true, "USING btree (" + list + ")");
		index.create(name, names, up);
		up.unit(index.constraint(name, "PRIMARY KEY"));
		Change change = new Change(Arguments.title(this, request), request, "which makes no duplicates and no NULL");
		Constraints.add(change, "key " + table.name().name() + " " + String.join(" ", columns),
				"makes " + list + " the primary key", up, down, request.has(Options.NOW));
		return change.finish();
	}

}
