package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TableAction;

/**
 * {@code ADD CHECK} without {@code NOT VALID}.
 */
record ValidatedCheckRule() implements TableActionRule<TableAction.AddConstraint> {

	@Override
	public String id() {
		return "add-check-validated";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				All rows are tried while nobody can read or write. Added as NOT VALID, the check holds for
				new rows at once; it is validated for the others in a transaction of its own, while the
				table is in use.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
				INSERT INTO orders VALUES (1, 10);
				""", """
				ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total > 0);
				""", """
				BEGIN;
				ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total > 0) NOT VALID;
				COMMIT;
				BEGIN;
				ALTER TABLE orders VALIDATE CONSTRAINT orders_total;
				COMMIT;
				""", Example.Proof.scan("ACCESS EXCLUSIVE", "orders"));
	}

	@Override
	public Class<TableAction.AddConstraint> action() {
		return TableAction.AddConstraint.class;
	}

	@Override
	public void check(TableAction.AddConstraint action, ActionSite site, Consumer<Hazard> hazards) {
		Constraint constraint = action.constraint();
		boolean check = constraint instanceof Constraint.Check;
		boolean unproven = constraint instanceof Constraint.NotNull notNull
				&& !site.table().provesNotNull(notNull.column());
		if ((check || unproven) && !constraint.attributes().notValid() && !constraint.attributes().notEnforced()) {
			String name = constraint.attributes().name();
			Hazard hazard = Hazard.of(action.range(), site.table(), Effect.SCAN,
					"All rows of " + site.name() + " are checked while nobody can read or write them",
					Recipes.notValid(site,
							(name != null) ? Names.sql(name)
									: Names.join(site.table().name().name(), (check) ? "check" : "not_null"),
							Definitions.withoutName(constraint.attributes(), site)));
			if (constraint instanceof Constraint.Check checked) {
				hazard = hazard.writtenBy("add-check", site.name(),
						(name != null) ? Names.sql(name) : Names.join(site.table().name().name(), "check"),
						checked.condition().text());
			}
			hazards.accept(hazard);
		}
	}

}
