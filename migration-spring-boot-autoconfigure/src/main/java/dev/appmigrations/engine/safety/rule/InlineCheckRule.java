package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.ColumnDefinition;
import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TableAction;

/**
 * {@code ADD COLUMN … CHECK (…)}.
 */
record InlineCheckRule() implements TableActionRule<TableAction.AddColumn> {

	@Override
	public String id() {
		return "add-column-inline-check";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				A check in the definition of a new column is tried on each row that is there, while nobody
				can read or write. Added on its own as NOT VALID, it holds for new rows at once, and is
				validated for the others while the table is in use.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
				INSERT INTO orders VALUES (1, 10);
				""", """
				ALTER TABLE orders ADD COLUMN rate numeric DEFAULT 1 CHECK (rate > 0);
				""", """
				ALTER TABLE orders ADD COLUMN rate numeric DEFAULT 1;
				BEGIN;
				ALTER TABLE orders ADD CONSTRAINT orders_rate_check CHECK (rate > 0) NOT VALID;
				COMMIT;
				BEGIN;
				ALTER TABLE orders VALIDATE CONSTRAINT orders_rate_check;
				COMMIT;
				""", Example.Proof.scan("ACCESS EXCLUSIVE", "orders"));
	}

	@Override
	public Class<TableAction.AddColumn> action() {
		return TableAction.AddColumn.class;
	}

	@Override
	public void check(TableAction.AddColumn action, ActionSite site, Consumer<Hazard> hazards) {
		ColumnDefinition column = action.column();
		for (Constraint.Check check : column.constraints(Constraint.Check.class)) {
			if (!check.attributes().notEnforced()) {
				String name = check.attributes().name();
				String constraint = (name != null) ? Names.sql(name)
						: Names.join(site.table().name().name(), column.name(), "check");
				hazards.accept(Hazard.of(check.attributes().range(), site.table(), Effect.SCAN,
						"The check of the new column reads all of " + site.name(),
						site.alterTable() + "ADD COLUMN " + Columns.without(column, check.attributes().range(), site)
								+ ";\n"
								+ Recipes.notValid(site, constraint, "CHECK (" + check.condition().text() + ")")));
			}
		}
	}

}
