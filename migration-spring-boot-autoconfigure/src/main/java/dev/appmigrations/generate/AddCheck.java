package dev.appmigrations.generate;

import java.util.Set;

import dev.appmigrations.engine.shape.ConstraintShape;
import dev.appmigrations.engine.shape.TableShape;

/**
 * {@code add-check}: for new rows first, then the proof for the others.
 */
final class AddCheck implements Generator {

	@Override
	public String name() {
		return "add-check";
	}

	@Override
	public String parameters() {
		return "TABLE NAME CONDITION";
	}

	@Override
	public String description() {
		return "Add a check, without a scan under an exclusive lock, when no release violates it any more.";
	}

	@Override
	public Set<String> options() {
		return Set.of(Options.NOW);
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		TableShape table = Checks.table(catalogue, NameArgument.relation(Arguments.get(this, request, 0)));
		Checks.alone(table);
		String name = new Names(
				table.constraints().stream().filter(ConstraintShape::own).map(ConstraintShape::name).toList())
			.choose(Arguments.get(this, request, 1));
		String condition = Arguments.get(this, request, 2);
		Change change = new Change(name() + " " + table.sql() + " " + name, request, "which violates it no more");
		FileText up = new FileText();
		Proofs.constraint(table.sql(), name, "CHECK (" + condition + ")", up);
		FileText down = new FileText().unit(Constraints.drop(table.sql(), name));
		Constraints.add(change, "check " + table.name().name() + " " + name, "adds the check " + name, up, down,
				request.has(Options.NOW));
		change.note("It fails where a row violates it: SELECT count(*) FROM " + table.sql() + " WHERE NOT (" + condition
				+ ")");
		return change.finish();
	}

}
