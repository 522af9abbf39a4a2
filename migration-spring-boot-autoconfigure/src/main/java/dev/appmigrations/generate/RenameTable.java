package dev.appmigrations.generate;

import java.util.Set;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.ColumnShape;
import dev.appmigrations.engine.shape.GrantShape;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.generate.Change.Draft;

/**
 * {@code rename-table}: a view of the new name first; the table takes its place when no
 * release uses the old name any more.
 */
final class RenameTable implements Generator {

	/** The first version whose views may see what the user may see. */
	private static final int SECURITY_INVOKER = 15;

	@Override
	public String name() {
		return "rename-table";
	}

	@Override
	public String parameters() {
		return "TABLE NEW_NAME";
	}

	@Override
	public String description() {
		return "Give a table another name: a view has it, until no release uses the old one any more.";
	}

	@Override
	public Set<String> options() {
		return Set.of();
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		TableShape table = Checks.table(catalogue, NameArgument.relation(Arguments.get(this, request, 0)));
		String renamed = NameArgument.simple(Arguments.get(this, request, 1));
		if (table.taken().contains(renamed)) {
			throw new RefusedChangeException("There is a " + renamed + " already.", "Choose another name.");
		}
		if (!table.publications().isEmpty()) {
			throw new RefusedChangeException(
					"Publication " + table.publications().get(0) + " sends the rows of " + table.sql()
							+ " under that name: subscribers that have no table of the new one stop with an error.",
					"Take the table out of the publication first, or rename it by hand, on the subscribers at the same time.");
		}
		boolean invoker = Versions.oldest(request, table) >= SECURITY_INVOKER;
		if (!invoker && table.flags().rowSecurity()) {
			throw new RefusedChangeException(
					"Before PostgreSQL 15, a view shows all rows of a table with row level security.",
					"Rename the table while the application is down, or use PostgreSQL 15.");
		}
		String view = table.sibling(renamed);
		String columns = String.join(", ", table.columns().stream().map(ColumnShape::sql).toList());
		FileText up = new FileText();
		up.statement("CREATE VIEW " + view + ((invoker) ? " WITH (security_invoker = true)" : "") + " AS\nSELECT "
				+ columns + "\nFROM " + table.sql());
		for (ColumnShape column : table.columns()) {
			if (column.defaultExpression() != null && !column.generated()) {
				up.statement("ALTER VIEW " + view + " ALTER COLUMN " + column.sql() + " SET DEFAULT "
						+ column.defaultExpression());
			}
		}
		for (GrantShape grant : table.grants()) {
			if (!grant.privilege().equals("MAINTAIN")) {
				String column = grant.column();
				up.statement(
						Grants.statement(grant, (column != null) ? "(" + QuotedIdentifier.of(column) + ")" : "", view));
			}
		}
		Change change = new Change(Arguments.title(this, request), request, "which still uses " + table.name().name());
		long made = change.add(Draft.expand("view " + renamed + " of " + table.name().name(),
				"makes " + renamed + " a view of the table", up, new FileText().statement("DROP VIEW " + view)));
		// With the view, it locks the table: in the order of the queries that use the
		// view.
		FileText swap = new FileText().unit("LOCK TABLE " + view + " IN ACCESS EXCLUSIVE MODE", "DROP VIEW " + view,
				"ALTER TABLE " + table.sql() + " RENAME TO " + QuotedIdentifier.of(renamed));
		FileText back = new FileText()
			.statement("ALTER TABLE " + view + " RENAME TO " + QuotedIdentifier.of(table.name().name()));
		FileText.copy(up, back);
		change.add(Draft.contract("rename " + table.name().name() + " to " + renamed,
				"drops the view and renames the table", "uses " + renamed + " only", swap, back), made);
		change.note(
				"Until the contract migration has run, " + renamed + " is a view: COPY, TRUNCATE, foreign keys to it, "
						+ "indexes on it and ON CONFLICT ON CONSTRAINT fail; ON CONFLICT (columns) works.");
		change.note("Indexes, constraints and sequences keep their names.");
		return change.finish();
	}

}
