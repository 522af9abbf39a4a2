package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.CreateTable;
import dev.appmigrations.engine.ddl.PartitionBound;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code CREATE TABLE … PARTITION OF}.
 */
record CreatePartitionRule() implements Rule {

	@Override
	public String id() {
		return "create-partition-of";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				The statement locks the partitioned table itself, so that nobody can read or write any of
				its partitions until the lock is released. ATTACH PARTITION of a table that was made
				before lets everybody work.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
				""", """
				CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
				""", """
				CREATE TABLE events_2026 (LIKE events INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
				ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
				""", Example.Proof.lock("ACCESS EXCLUSIVE", "events"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		if (!(site.statement() instanceof CreateTable create)) {
			return;
		}
		ObjectName parent = create.partitionOf();
		PartitionBound bound = create.bound();
		if (parent != null && bound != null) {
			String name = Names.sql(create.table());
			hazards.accept(Hazard.of(null, site.table(parent), Effect.BRIEF,
					"Nobody can use " + Names.sql(parent) + ", with all its partitions, until the lock is released",
					"CREATE TABLE " + name + " (LIKE " + Names.sql(parent)
							+ " INCLUDING DEFAULTS INCLUDING CONSTRAINTS);\nALTER TABLE " + Names.sql(parent)
							+ " ATTACH PARTITION " + name
							+ ((bound.isDefault()) ? " DEFAULT;" : " FOR VALUES " + bound.text() + ";")));
		}
	}

}
