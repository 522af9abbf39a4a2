package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TableAction;

/**
 * {@code ADD FOREIGN KEY} without {@code NOT VALID}.
 */
record ValidatedForeignKeyRule() implements TableActionRule<TableAction.AddConstraint> {

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
				validated for the others in a transaction of its own, while both tables are in use.""";
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
	public Class<TableAction.AddConstraint> action() {
		return TableAction.AddConstraint.class;
	}

	@Override
	public void check(TableAction.AddConstraint action, ActionSite site, Consumer<Hazard> hazards) {
		if (action.constraint() instanceof Constraint.ForeignKey key && !key.attributes().notValid()
				&& !key.attributes().notEnforced()) {
			String name = key.attributes().name();
			String constraint = (name != null) ? Names.sql(name)
					: Names.join(site.table().name().name(), String.join("_", key.columns()), "fkey");
			String definition = Definitions.withoutName(key.attributes(), site);
			boolean impossible = site.table().isPartitioned() && !site.statement().isAtLeast(18);
			hazards.accept(Hazard.of(action.range(), site.table(), Effect.SCAN,
					"All rows of " + site.name() + " are compared with " + Names.sql(key.referenced())
							+ ", and nobody can write to either meanwhile",
					(impossible)
							? "-- " + site.name()
									+ " is partitioned: add the key NOT VALID to each partition, and validate it there"
							: Recipes.notValid(site, constraint, definition)));
		}
	}

}
