package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.ColumnDefinition;
import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.ddl.TextRange;

/**
 * {@code ADD FOREIGN KEY} without {@code NOT VALID}, or {@code ADD COLUMN} with a default
 * and a foreign key.
 */
record ValidatedForeignKeyRule() implements Rule {

	@Override
	public String id() {
		return "add-foreign-key-validated";
	}

	@Override
	public Harm harm() {
		return Harm.WRITES_BLOCKED;
	}

	@Override
	public String explanation() {
		return """
				All rows of the referencing table are compared with the referenced table, and nobody can
				write to either meanwhile. Added as NOT VALID, the key holds for new rows at once; it is
				validated for the others in a transaction of its own, while both tables are in use. A new
				column with a foreign key and a default, even DEFAULT NULL, is compared like any other;
				without a default there is nothing to compare.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE customers (id bigint PRIMARY KEY);
				CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total numeric);
				INSERT INTO customers VALUES (1);
				INSERT INTO orders VALUES (1, 1, 10);
				""",
				"""
						ALTER TABLE orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id);
						""",
				"""
						BEGIN;
						ALTER TABLE orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;
						COMMIT;
						BEGIN;
						ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_fkey;
						COMMIT;
						""",
				Example.Proof.scan("SHARE ROW EXCLUSIVE", "orders", "customers"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		AlterTable alter = site.alterTable();
		if (alter == null) {
			return;
		}
		ActionSite actions = new ActionSite(site, alter);
		for (TableAction.AddConstraint action : alter.actions(TableAction.AddConstraint.class)) {
			if (action.constraint() instanceof Constraint.ForeignKey key && isValidated(key)) {
				found(key, action.range(), "", Definitions.withoutName(key.attributes(), actions), actions, hazards);
			}
		}
		for (TableAction.AddColumn action : alter.actions(TableAction.AddColumn.class)) {
			checkColumn(action.column(), actions, hazards);
		}
	}

	/**
	 * The key of a new column is not validated, because all its values are null, unless
	 * the column has a default, even {@code DEFAULT NULL} (see PostgreSQL:
	 * src/backend/parser/parse_utilcmd.c, transformAlterTableStmt).
	 */
	private static void checkColumn(ColumnDefinition column, ActionSite site, Consumer<Hazard> hazards) {
		if (!column.has(Constraint.Default.class)) {
			return;
		}
		for (Constraint.ForeignKey key : column.constraints(Constraint.ForeignKey.class)) {
			if (isValidated(key)) {
				TextRange range = key.attributes().range();
				found(key, range, site.alterTable() + "ADD COLUMN " + Columns.without(column, range, site) + ";\n",
						"FOREIGN KEY (" + Names.sql(column.name()) + ") "
								+ Definitions.withoutName(key.attributes(), site),
						site, hazards);
			}
		}
	}

	private static boolean isValidated(Constraint.ForeignKey key) {
		return !key.attributes().notValid() && !key.attributes().notEnforced();
	}

	private static void found(Constraint.ForeignKey key, TextRange range, String before, String definition,
			ActionSite site, Consumer<Hazard> hazards) {
		String name = key.attributes().name();
		String constraint = (name != null) ? Names.sql(name)
				: Names.join(site.table().name().name(), String.join("_", key.columns()), "fkey");
		boolean impossible = site.table().isPartitioned() && !site.statement().isAtLeast(18);
		Hazard hazard = Hazard.of(range, site.table(), Effect.SCAN,
				"All rows of " + site.name() + " are compared with " + Names.sql(key.referenced())
						+ ", and nobody can write to either meanwhile",
				(impossible)
						? "-- " + site.name()
								+ " is partitioned: add the key NOT VALID to each partition, and validate it there"
						: before + Recipes.notValid(site, constraint, definition));
		boolean plain = before.isEmpty() && key.columns().size() == 1 && key.referencedColumns().size() == 1
				&& key.onDelete() == Constraint.ReferentialAction.NO_ACTION
				&& key.onUpdate() == Constraint.ReferentialAction.NO_ACTION && !key.attributes().deferrable();
		hazards.accept((plain) ? hazard.writtenBy("add-fk", site.name() + "." + Names.list(key.columns()),
				Names.sql(key.referenced()) + "." + Names.list(key.referencedColumns())) : hazard);
	}

}
