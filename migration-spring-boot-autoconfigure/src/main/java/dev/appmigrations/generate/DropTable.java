package dev.appmigrations.generate;

import java.util.HashSet;
import java.util.Set;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.ConstraintShape;
import dev.appmigrations.engine.shape.ConstraintShape.Kind;
import dev.appmigrations.engine.shape.DependentShape;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.generate.Change.Draft;

/**
 * {@code drop-table}: out of the way first, under another name, so that whoever still
 * needs it can have it back; a week later it goes.
 */
final class DropTable implements Generator {

	private static final String SOAK = "7d";

	@Override
	public String name() {
		return "drop-table";
	}

	@Override
	public String parameters() {
		return "TABLE";
	}

	@Override
	public String description() {
		return "Drop a table: rename it when no release uses it any more, and drop it a week later.";
	}

	@Override
	public Set<String> options() {
		return Set.of();
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		TableShape table = Checks.table(catalogue, NameArgument.relation(Arguments.get(this, request, 0)));
		Checks.alone(table);
		String name = table.name().name();
		String away = new Names(table.taken()).make("_dropped", name);
		Change change = new Change(Arguments.title(this, request), request, "which uses " + name + " no more");
		FileText up = new FileText();
		FileText down = new FileText()
			.statement("ALTER TABLE " + table.sibling(away) + " RENAME TO " + QuotedIdentifier.of(name));
		Set<String> decided = new HashSet<>();
		for (DependentShape dependent : table.dependents()) {
			boolean view = dependent.kind() == DependentShape.Kind.VIEW
					|| dependent.kind() == DependentShape.Kind.MATERIALIZED_VIEW;
			if (view && decided.add(dependent.name())) {
				up.decision(dependent.name() + " needs " + table.sql(),
						(dependent.definition() != null) ? dependent.definition() : "");
			}
		}
		for (ConstraintShape constraint : table.constraints()) {
			if (constraint.kind() == Kind.FOREIGN_KEY) {
				String home = table.sql(constraint.table());
				up.unit(ForeignKeys.drop(home, constraint.name()));
				down.statement(Constraints.restored(home, constraint))
					.statement(Comments.onConstraint(home, constraint.name(), constraint.comment()));
			}
		}
		up.unit("ALTER TABLE " + table.sql() + " RENAME TO " + QuotedIdentifier.of(away));
		long renamed = change.add(Draft.drained("retire " + name, "renames the table to " + away, up, down));
		change.add(
				Draft
					.drained("drop " + name, "drops the table for good",
							new FileText().statement("DROP TABLE " + table.sibling(away)),
							new FileText().directive("irreversible", "the rows are gone"))
					.after(SOAK),
				renamed);
		return change.finish();
	}

}
