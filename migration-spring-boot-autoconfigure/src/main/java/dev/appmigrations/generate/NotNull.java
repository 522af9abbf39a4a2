package dev.appmigrations.generate;

import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.ColumnShape;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.generate.Change.Draft;

/**
 * {@code not-null}: with a default, a trigger fills in what the release that runs leaves
 * out, so that nothing has to wait for its end; without one, the constraint does.
 */
final class NotNull implements Generator {

	private static final String DEFAULT = "default";

	@Override
	public String name() {
		return "not-null";
	}

	@Override
	public String parameters() {
		return "TABLE.COLUMN";
	}

	@Override
	public String description() {
		return "Make a column NOT NULL, without a scan under an exclusive lock. With --default, rows without a value get "
				+ "one.";
	}

	@Override
	public Set<String> options() {
		return Set.of(DEFAULT, Options.NOW, Options.KEY);
	}

	@Override
	public GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue) {
		NameArgument.Column wanted = NameArgument.column(Arguments.get(this, request, 0));
		TableShape table = Checks.table(catalogue, wanted.table());
		ColumnShape column = Checks.column(table, wanted.name());
		Checks.alone(table);
		if (column.notNull()) {
			throw new RefusedChangeException("Column " + table.sql() + "." + column.sql() + " is NOT NULL already.",
					"There is nothing to do.");
		}
		Names names = Names.of(table);
		String value = request.option(DEFAULT);
		if (value != null && column.generated()) {
			throw new RefusedChangeException("Column " + table.sql() + "." + column.sql() + " is generated.",
					"Leave --default out: a generated column has no other values than its own.");
		}
		String title = Arguments.title(this, request);
		return (value != null) ? filled(request, title, table, column, names, value)
				: proven(request, title, table, column, names);
	}

	private static GeneratedMigrations proven(ChangeRequest request, String title, TableShape table, ColumnShape column,
			Names names) {
		Change change = new Change(title, request, "which never writes NULL in " + column.name());
		FileText up = new FileText();
		FileText down = new FileText();
		Proofs.notNull(table, column.name(), Versions.oldest(request, table), names, up);
		Proofs.nullable(table, column.name(), down);
		String words = "require " + table.name().name() + " " + column.name();
		String summary = "makes " + column.name() + " NOT NULL";
		if (request.has(Options.NOW)) {
			up.directive("allow-in-file", "constraint-before-drain the release that runs never writes NULL");
			change.add(Draft.expand(words, summary, up, down));
		}
		else {
			change.add(Draft.drained(words, summary, up, down));
		}
		change.note("It fails where a row has NULL: SELECT count(*) FROM " + table.sql() + " WHERE " + column.sql()
				+ " IS NULL");
		return change.finish();
	}

	private static GeneratedMigrations filled(ChangeRequest request, String title, TableShape table, ColumnShape column,
			Names names, String value) {
		Change change = new Change(title, request, "which may leave " + column.name() + " out");
		String function = table.sibling(names.make(table.name().name(), column.name(), "fill"));
		String trigger = QuotedIdentifier
			.of(new Names(List.of()).make(SyncTrigger.last(table), table.name().name(), column.name(), "fill"));
		String alter = "ALTER TABLE " + table.sql() + " ALTER COLUMN " + column.sql();
		String createFunction = "CREATE FUNCTION " + function + "() RETURNS trigger LANGUAGE plpgsql AS "
				+ Quoting.dollar("""

						BEGIN
						    IF NEW.%1$s IS NULL THEN
						        NEW.%1$s := %2$s;
						    END IF;
						    RETURN NEW;
						END
						""".formatted(column.sql(), value), "fill");
		String createTrigger = "CREATE TRIGGER " + trigger + " BEFORE INSERT OR UPDATE ON " + table.sql()
				+ "\n    FOR EACH ROW EXECUTE FUNCTION " + function + "()";
		List<String> drop = Triggers.drop(table, trigger, function);
		FileText down = new FileText();
		drop.forEach(down::statement);
		down.statement((column.defaultExpression() != null) ? alter + " SET DEFAULT " + column.defaultExpression()
				: alter + " DROP DEFAULT");
		String words = table.name().name() + " " + column.name();
		long first = change.add(Draft.expand("default " + words,
				"gives " + column.name() + " a default, and a trigger that puts it in the place of NULL",
				new FileText().statement(createFunction)
					.statement(createTrigger)
					.statement(alter + " SET DEFAULT " + value),
				down));
		long second = change.add(Draft.backfill("fill " + words, "fills " + column.name() + " where it is NULL",
				new BackfillText(table, Checks.key(table, request)).update(column.sql() + " = " + value,
						column.sql() + " IS NULL", column.sql() + " IS NULL"),
				BackfillText.nothingToUndo("which values were NULL before is not known")), first);
		FileText proof = new FileText().directive("allow-in-file",
				"constraint-before-drain the trigger fills it for the release that runs");
		Proofs.notNull(table, column.name(), Versions.oldest(request, table), names, proof);
		FileText nullable = new FileText();
		Proofs.nullable(table, column.name(), nullable);
		long third = change
			.add(Draft.expand("require " + words, "makes " + column.name() + " NOT NULL", proof, nullable), second);
		FileText end = new FileText();
		drop.forEach(end::statement);
		change.add(Draft.contract("end of " + words + " fill", "drops the trigger",
				"never writes NULL in " + column.name(), end,
				new FileText().statement(createFunction).statement(createTrigger)), third);
		return change.finish();
	}

}
