package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TableAction;

/**
 * A foreign key that is {@code NOT VALID} on a partitioned table, before PostgreSQL 18.
 */
record ForeignKeyOnPartitionedRule() implements TableActionRule<TableAction.AddConstraint> {

	@Override
	public String id() {
		return "fk-not-valid-on-partitioned";
	}

	@Override
	public Harm harm() {
		return Harm.FAILS;
	}

	@Override
	public String explanation() {
		return """
				Before PostgreSQL 18 the server refuses it. The key is added NOT VALID to each partition,
				and validated there.""";
	}

	@Override
	public Example example() {
		return Example
			.of("""
					CREATE TABLE customers (id bigint PRIMARY KEY);
					CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, customer_id bigint) PARTITION BY RANGE (at);
					CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
					""",
					"""
							ALTER TABLE events ADD CONSTRAINT events_customer FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;
							""",
					"""
							ALTER TABLE events_2026 ADD CONSTRAINT events_2026_customer FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;
							""",
					new Example.Proof.Fails("42809"))
			.until(17);
	}

	@Override
	public Class<TableAction.AddConstraint> action() {
		return TableAction.AddConstraint.class;
	}

	@Override
	public void check(TableAction.AddConstraint action, ActionSite site, Consumer<Hazard> hazards) {
		if (action.constraint() instanceof Constraint.ForeignKey key && key.attributes().notValid()
				&& site.table().isPartitioned() && !site.statement().isAtLeast(18)) {
			hazards.accept(Hazard
				.of(action.range(), site.table(), Effect.BRIEF,
						"PostgreSQL before 18 has no NOT VALID for foreign keys of partitioned tables",
						"-- for each partition:\nALTER TABLE partition ADD "
								+ Definitions.withoutName(key.attributes(), site) + ";")
				.because(site.name() + " is partitioned"));
		}
	}

}
