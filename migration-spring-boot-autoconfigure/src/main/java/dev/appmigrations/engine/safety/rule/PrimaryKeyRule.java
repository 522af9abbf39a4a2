package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.safety.state.IndexState;

/**
 * {@code ADD PRIMARY KEY} that builds an index or reads all rows.
 */
record PrimaryKeyRule() implements TableActionRule<TableAction.AddConstraint> {

	@Override
	public String id() {
		return "add-primary-key";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				The index of the key is built while nobody can read or write. An index that is built
				CONCURRENTLY can become the key's afterwards; its columns have to be NOT NULL before that,
				or all rows are read.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE orders (id bigint NOT NULL, total numeric);
				INSERT INTO orders VALUES (1, 10);
				""", """
				ALTER TABLE orders ADD PRIMARY KEY (id);
				""", """
				CREATE UNIQUE INDEX CONCURRENTLY orders_pkey ON orders (id);
				ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_pkey;
				""", Example.Proof.build("ACCESS EXCLUSIVE", "orders"));
	}

	@Override
	public Class<TableAction.AddConstraint> action() {
		return TableAction.AddConstraint.class;
	}

	@Override
	public void check(TableAction.AddConstraint action, ActionSite site, Consumer<Hazard> hazards) {
		if (!(action.constraint() instanceof Constraint.Unique key) || !key.primary()) {
			return;
		}
		String name = key.attributes().name();
		if (key.usingIndex() == null) {
			String constraint = (name != null) ? Names.sql(name) : Names.join(site.table().name().name(), "pkey");
			Hazard hazard = Hazard.of(action.range(), site.table(), Effect.INDEX_BUILD,
					"The index of the primary key is built while nobody can use " + site.name(),
					Recipes.uniqueUsingIndex(site, constraint, true, key.columns(), key));
			hazards.accept((site.table().isPartitioned()) ? hazard
					: hazard.writtenBy("add-pk", site.name(), Names.list(key.columns())));
			return;
		}
		IndexState index = site.table().index(key.usingIndex());
		if (index != null) {
			for (String column : index.columns()) {
				if (column != null && !site.table().provesNotNull(column)) {
					hazards.accept(Hazard.of(action.range(), site.table(), Effect.SCAN,
							"All rows of " + site.name() + " are read, because " + Names.sql(column) + " may be null",
							Recipes.notNull(site, column) + "\n-- then add the primary key"));
				}
			}
		}
	}

}
