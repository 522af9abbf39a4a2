package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TableAction;

/**
 * {@code ADD UNIQUE} without an index that is there.
 */
record UniqueConstraintRule() implements TableActionRule<TableAction.AddConstraint> {

	@Override
	public String id() {
		return "add-unique-constraint";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				The index of the constraint is built while nobody can read or write. An index that is
				built CONCURRENTLY, while the table is in use, can become the constraint's afterwards.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
				INSERT INTO orders VALUES (1, 10);
				""", """
				ALTER TABLE orders ADD CONSTRAINT orders_total_key UNIQUE (total);
				""", """
				CREATE UNIQUE INDEX CONCURRENTLY orders_total_key ON orders (total);
				ALTER TABLE orders ADD CONSTRAINT orders_total_key UNIQUE USING INDEX orders_total_key;
				""", Example.Proof.build("ACCESS EXCLUSIVE", "orders"));
	}

	@Override
	public Class<TableAction.AddConstraint> action() {
		return TableAction.AddConstraint.class;
	}

	@Override
	public void check(TableAction.AddConstraint action, ActionSite site, Consumer<Hazard> hazards) {
		boolean exclusion = action.constraint() instanceof Constraint.Exclusion;
		if (exclusion) {
			hazards.accept(Hazard.of(action.range(), site.table(), Effect.INDEX_BUILD,
					"The index of the constraint is built while nobody can use " + site.name(),
					"-- there is no way to add an exclusion constraint to a table in use: add it when nobody needs the table"));
		}
		if (action.constraint() instanceof Constraint.Unique unique && !unique.primary()
				&& unique.usingIndex() == null) {
			String name = unique.attributes().name();
			String constraint = (name != null) ? Names.sql(name)
					: Names.join(site.table().name().name(), String.join("_", unique.columns()), "key");
			boolean partitioned = site.table().isPartitioned();
			Hazard hazard = Hazard.of(action.range(), site.table(), Effect.INDEX_BUILD,
					"The index of the constraint is built while nobody can use " + site.name(),
					(partitioned) ? Indexes.onPartitions(site.name(), unique.columns(), constraint, true)
							: Recipes.uniqueUsingIndex(site, constraint, false, unique.columns(), unique));
			hazards.accept(
					(partitioned) ? hazard : hazard.writtenBy("add-unique", site.name(), Names.list(unique.columns())));
		}
	}

}
