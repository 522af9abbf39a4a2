package dev.appmigrations.generate;

import java.util.Set;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.ColumnShape;
import dev.appmigrations.engine.shape.TableShape;

/**
 * {@code rename-column}: a new column beside the old one, which a trigger keeps in step.
 */
final class RenameColumn implements Generator {

	@Override
	public String name() {
		return "rename-column";
	}

	@Override
	public String parameters() {
		return "TABLE.COLUMN NEW_NAME";
	}

	@Override
	public String description() {
		return "Give a column another name, while releases that use the old and the new one run.";
	}

	@Override
	public Set<String> options() {
		return Set.of(Options.KEY, Options.PUBLISHED, Options.UNIQUE_NOW);
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		NameArgument.Column column = NameArgument.column(Arguments.get(this, request, 0));
		String name = NameArgument.simple(Arguments.get(this, request, 1));
		TableShape table = Checks.table(catalogue, column.table());
		ColumnShape old = Checks.column(table, column.name());
		Checks.free(table, name);
		return new ColumnReplacement(ReplacedColumn.renamed(table, old, name), request)
			.generate(name() + " " + table.sql() + "." + old.sql() + " " + QuotedIdentifier.of(name));
	}

}
