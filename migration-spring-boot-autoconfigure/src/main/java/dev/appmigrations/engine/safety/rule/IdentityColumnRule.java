package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.ColumnDefinition;
import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TableAction;

/**
 * {@code ADD COLUMN … GENERATED … AS IDENTITY}.
 */
record IdentityColumnRule() implements TableActionRule<TableAction.AddColumn> {

	@Override
	public String id() {
		return "add-column-identity";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				An identity column takes its value from a sequence, which is another one for each row: the
				table and all its indexes are written anew, and nobody can read or write meanwhile.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
				INSERT INTO orders VALUES (1, 10);
				""", """
				ALTER TABLE orders ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
				""", """
				ALTER TABLE orders ADD COLUMN number bigint;
				CREATE SEQUENCE orders_number_seq OWNED BY orders.number;
				ALTER TABLE orders ALTER COLUMN number SET DEFAULT nextval('orders_number_seq');
				""", Example.Proof.rewrite("ACCESS EXCLUSIVE", "orders"));
	}

	@Override
	public Class<TableAction.AddColumn> action() {
		return TableAction.AddColumn.class;
	}

	@Override
	public void check(TableAction.AddColumn action, ActionSite site, Consumer<Hazard> hazards) {
		ColumnDefinition column = action.column();
		if (column.has(Constraint.Identity.class)) {
			hazards.accept(Hazard.of(action.range(), site.table(), Effect.REWRITE,
					"Each row of " + site.name() + " gets a number from a sequence: the table is written anew",
					Columns.numbered(column.name(), Columns.type(column, site), site)
							+ "\n-- when the column is filled and NOT NULL: drop the default, and ADD GENERATED … AS IDENTITY"));
		}
	}

}
