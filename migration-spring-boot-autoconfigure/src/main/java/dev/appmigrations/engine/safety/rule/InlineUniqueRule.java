package dev.appmigrations.engine.safety.rule;

import java.util.List;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.ColumnDefinition;
import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TableAction;

/**
 * {@code ADD COLUMN … UNIQUE} or {@code PRIMARY KEY}.
 */
record InlineUniqueRule() implements TableActionRule<TableAction.AddColumn> {

	@Override
	public String id() {
		return "add-column-inline-unique";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				The index of a new column that is unique is built at once, while nobody can read or write.
				An index that is built CONCURRENTLY can become the constraint's afterwards.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
				INSERT INTO orders VALUES (1, 10);
				""", """
				ALTER TABLE orders ADD COLUMN code text UNIQUE;
				""", """
				ALTER TABLE orders ADD COLUMN code text;
				CREATE UNIQUE INDEX CONCURRENTLY orders_code_key ON orders (code);
				ALTER TABLE orders ADD CONSTRAINT orders_code_key UNIQUE USING INDEX orders_code_key;
				""", Example.Proof.build("ACCESS EXCLUSIVE", "orders"));
	}

	@Override
	public Class<TableAction.AddColumn> action() {
		return TableAction.AddColumn.class;
	}

	@Override
	public void check(TableAction.AddColumn action, ActionSite site, Consumer<Hazard> hazards) {
		ColumnDefinition column = action.column();
		for (Constraint.Unique unique : column.constraints(Constraint.Unique.class)) {
			String name = unique.attributes().name();
			String table = site.table().name().name();
			String constraint = (name != null) ? Names.sql(name)
					: (unique.primary()) ? Names.join(table, "pkey") : Names.join(table, column.name(), "key");
			hazards.accept(Hazard.of(unique.attributes().range(), site.table(), Effect.INDEX_BUILD,
					"The index of the new column is built while nobody can use " + site.name(),
					site.alterTable() + "ADD COLUMN " + Columns.without(column, unique.attributes().range(), site)
							+ ";\n" + Recipes.uniqueUsingIndex(site, constraint, unique.primary(),
									List.of(column.name()), unique)));
		}
	}

}
