package dev.appmigrations.generate;

import java.util.Set;

import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.generate.Change.Draft;

/**
 * {@code backfill}: a change of rows, in batches.
 */
final class BackfillRows implements Generator {

	private static final String WHERE = "where";

	private static final String VERIFY = "verify";

	@Override
	public String name() {
		return "backfill";
	}

	@Override
	public String parameters() {
		return "TABLE ASSIGNMENTS";
	}

	@Override
	public String description() {
		return "Change the rows of a table in batches.";
	}

	@Override
	public Set<String> options() {
		return Set.of(WHERE, VERIFY, Options.KEY);
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		TableShape table = Checks.table(catalogue, NameArgument.relation(Arguments.get(this, request, 0)));
		String set = Arguments.get(this, request, 1).strip().replaceAll("(?i)^set\\s+", "");
		String where = Arguments.required(request, WHERE, "\"full_name IS NULL\"");
		String verify = request.option(VERIFY);
		Change change = new Change(name() + " " + table.sql(), request, "and every later one");
		change
			.add(Draft.backfill("fill " + table.name().name(), "changes rows of " + table.name().name() + " in batches",
					new BackfillText(table, Checks.key(table, request)).update(set, "(" + where + ")",
							(verify != null) ? verify : where),
					BackfillText.nothingToUndo("what the rows were before is not known")));
		return change.finish();
	}

}
