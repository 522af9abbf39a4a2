package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.safety.facts.RelationFacts;

/**
 * {@code ADD COLUMN} to a table that is published.
 */
record PublishedTableRule() implements TableActionRule<TableAction.AddColumn> {

	@Override
	public String id() {
		return "published-table-changed";
	}

	@Override
	public Harm harm() {
		return Harm.FAILS;
	}

	@Override
	public String explanation() {
		return """
				Logical replication sends rows with the new column from now on. A subscriber that does not
				have it stops, and the slot keeps WAL until it has. The column is added on each subscriber
				first.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE orders (id bigint PRIMARY KEY);
				CREATE PUBLICATION orders_publication FOR TABLE orders;
				""", """
				ALTER TABLE orders ADD COLUMN note text;
				""", """
				CREATE TABLE notes (id bigint PRIMARY KEY);
				""", new Example.Proof.Unseen("the subscriber stops, not the publisher"));
	}

	@Override
	public Class<TableAction.AddColumn> action() {
		return TableAction.AddColumn.class;
	}

	@Override
	public void check(TableAction.AddColumn action, ActionSite site, Consumer<Hazard> hazards) {
		RelationFacts facts = site.table().facts();
		if (facts != null && !facts.publications().isEmpty()) {
			hazards.accept(Hazard
				.of(action.range(), site.table(), Effect.BRIEF,
						"Subscribers of " + Names.list(facts.publications()) + " stop unless they have the column "
								+ Names.sql(action.column().name()),
						"-- on each subscriber first:\n" + site.alterTable() + site.text(action.range()) + ";")
				.because(site.name() + " is published by " + String.join(", ", facts.publications())));
		}
	}

}
