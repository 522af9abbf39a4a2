package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.PartitionBound;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.safety.facts.ConstraintFacts;
import dev.appmigrations.engine.safety.state.TableState;

/**
 * {@code ATTACH PARTITION} of a table with rows that nothing proves to belong there.
 */
record AttachPartitionRule() implements TableActionRule<TableAction.AttachPartition> {

	@Override
	public String id() {
		return "attach-partition-scan";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				All rows of the new partition are read, while nobody can read or write it, to see whether
				they are within its bounds; those of a default partition too. A valid check on the table
				that says the same, and that each column of the key IS NOT NULL, makes that needless.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
				CREATE TABLE events_2026 (id bigint NOT NULL, at date NOT NULL);
				INSERT INTO events_2026 VALUES (1, '2026-03-01');
				""", """
				ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
				""",
				"""
						BEGIN;
						ALTER TABLE events_2026 ADD CONSTRAINT events_2026_at CHECK (at IS NOT NULL AND at >= '2026-01-01' AND at < '2027-01-01') NOT VALID;
						COMMIT;
						BEGIN;
						ALTER TABLE events_2026 VALIDATE CONSTRAINT events_2026_at;
						COMMIT;
						ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
						""",
				Example.Proof.scan("ACCESS EXCLUSIVE", "events_2026"));
	}

	@Override
	public Class<TableAction.AttachPartition> action() {
		return TableAction.AttachPartition.class;
	}

	@Override
	public void check(TableAction.AttachPartition action, ActionSite site, Consumer<Hazard> hazards) {
		PartitionBound bound = action.bound();
		if (bound == null || bound.isDefault()) {
			return;
		}
		TableState partition = site.statement().table(action.partition());
		boolean proven = partition.constraints()
			.stream()
			.anyMatch((constraint) -> constraint.kind() == ConstraintFacts.Kind.CHECK && constraint.validated()
					&& constraint.columns().stream().anyMatch(constraint::proves));
		if (!proven) {
			Hazard hazard = Hazard.of(action.range(), partition, Effect.SCAN,
					"All rows of " + Names.sql(action.partition()) + " are read while nobody can use it",
					"-- first, with the bounds of the partition:\nALTER TABLE " + Names.sql(action.partition())
							+ " ADD CONSTRAINT " + Names.join(partition.name().name(), "bounds")
							+ " CHECK (key IS NOT NULL AND key >= … AND key < …) NOT VALID;\nALTER TABLE "
							+ Names.sql(action.partition()) + " VALIDATE CONSTRAINT "
							+ Names.join(partition.name().name(), "bounds") + ";");
			hazards.accept((partition.isComplete()) ? hazard : hazard.uncertain());
		}
	}

}
