package dev.appmigrations.engine.safety.rule;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.TableAction;

/**
 * {@code ALTER COLUMN … TYPE} that converts each value.
 */
record ColumnTypeRule() implements TableActionRule<TableAction.SetType> {

	@Override
	public String id() {
		return "change-column-type";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				Unless the values are stored in the same way under both types, the table and all its
				indexes are written anew, while nobody can read or write. More room is free: varchar(n) to
				a longer one or to text, numeric to a higher precision. A new column that a trigger keeps
				in step, filled in batches, takes the place of the old one without that.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE orders (id int PRIMARY KEY, code varchar(40));
				INSERT INTO orders VALUES (1, 'a');
				""", """
				ALTER TABLE orders ALTER COLUMN id TYPE bigint;
				""", """
				ALTER TABLE orders ALTER COLUMN code TYPE varchar(80);
				""", Example.Proof.rewrite("ACCESS EXCLUSIVE", "orders"));
	}

	@Override
	public Class<TableAction.SetType> action() {
		return TableAction.SetType.class;
	}

	@Override
	public void check(TableAction.SetType action, ActionSite site, Consumer<Hazard> hazards) {
		TypeChange change = TypeChange.of(action, site.table());
		if (change.kind() == TypeChange.Kind.REWRITE || change.kind() == TypeChange.Kind.UNKNOWN) {
			boolean known = change.kind() == TypeChange.Kind.REWRITE;
			Hazard hazard = Hazard
				.of(action.range(), site.table(), Effect.REWRITE,
						"Each value of " + Names.sql(action.column()) + ((known) ? " is" : " may be") + " converted to "
								+ site.text(action.type().range()) + ": " + site.name() + " is written anew",
						Recipes.shadowColumn(site, action))
				.writtenBy("change-type",
						List.of(site.name() + "." + Names.sql(action.column()), site.text(action.type().range())),
						Map.of("to", Names.join(action.column(), "new")));
			hazards.accept((known) ? hazard.because("it is " + change.present() + " now") : hazard.uncertain());
		}
	}

}
