package dev.appmigrations.engine.safety.rule;

import java.util.Objects;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.CreateIndex;
import dev.appmigrations.engine.safety.state.TableState;

/**
 * {@code CREATE INDEX CONCURRENTLY} on a partitioned table.
 */
record ConcurrentIndexOnPartitionedRule() implements Rule {

	@Override
	public String id() {
		return "concurrent-index-on-partitioned";
	}

	@Override
	public Harm harm() {
		return Harm.FAILS;
	}

	@Override
	public String explanation() {
		return """
				The server refuses it. The index is made on the partitioned table alone, built
				CONCURRENTLY on each partition, and attached.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
				CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
				""", """
				CREATE INDEX CONCURRENTLY events_at ON events (at);
				""", """
				CREATE INDEX events_at ON ONLY events (at);
				CREATE INDEX CONCURRENTLY events_2026_at ON events_2026 (at);
				ALTER INDEX events_at ATTACH PARTITION events_2026_at;
				""", new Example.Proof.Fails("0A000"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		if (site.statement() instanceof CreateIndex index && index.concurrently() && !index.only()
				&& site.table(index.table()).isPartitioned()) {
			TableState table = site.table(index.table());
			String name = Names.sql(index.table());
			hazards.accept(Hazard
				.of(null, table, Effect.BRIEF,
						"PostgreSQL does not build an index of the partitioned table " + name + " CONCURRENTLY",
						Indexes.onPartitions(name,
								index.elements()
									.stream()
									.map((element) -> Objects.requireNonNullElse(element.column(), "…"))
									.toList(),
								(index.name() != null) ? Names.sql(index.name())
										: Names.join(table.name().name(), "idx"),
								index.unique()))
				.because(name + " is partitioned"));
		}
	}

}
