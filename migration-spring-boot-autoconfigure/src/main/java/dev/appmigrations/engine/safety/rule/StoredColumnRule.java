package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.ColumnDefinition;
import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TableAction;

/**
 * {@code ADD COLUMN … GENERATED ALWAYS AS (…) STORED}.
 */
record StoredColumnRule() implements TableActionRule<TableAction.AddColumn> {

	@Override
	public String id() {
		return "add-column-generated-stored";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				The value of a stored generated column is computed for each row that is there: the table
				and all its indexes are written anew, and nobody can read or write meanwhile. From
				PostgreSQL 18 on a virtual column is only a change of the catalogue.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
				INSERT INTO orders VALUES (1, 10);
				""", """
				ALTER TABLE orders ADD COLUMN gross numeric GENERATED ALWAYS AS (total * 1.2) STORED;
				""", """
				ALTER TABLE orders ADD COLUMN gross numeric;
				""", Example.Proof.rewrite("ACCESS EXCLUSIVE", "orders"));
	}

	@Override
	public Class<TableAction.AddColumn> action() {
		return TableAction.AddColumn.class;
	}

	@Override
	public void check(TableAction.AddColumn action, ActionSite site, Consumer<Hazard> hazards) {
		ColumnDefinition column = action.column();
		for (Constraint.Generated generated : column.constraints(Constraint.Generated.class)) {
			if (generated.storage() == Constraint.Storage.STORED) {
				String add = site.alterTable() + "ADD COLUMN " + Names.sql(column.name()) + " "
						+ Columns.type(column, site);
				hazards.accept(Hazard.of(action.range(), site.table(), Effect.REWRITE,
						"The expression is computed for each row of " + site.name() + ": the table is written anew",
						(site.statement().isAtLeast(18)) ? add + " GENERATED ALWAYS AS (" + generated.value()
							.text() + ") VIRTUAL;" : add
									+ ";\n-- with a trigger that computes it for new rows; then fill the others in batches"));
			}
		}
	}

}
