package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.ChangedTable;

/**
 * What a backfill has copied from is removed, though nobody knows whether all of it was
 * copied.
 */
record UnverifiedContractRule() implements Rule {

	@Override
	public String id() {
		return "backfill-unverified-contract";
	}

	@Override
	public Harm harm() {
		return Harm.LOSES_DATA;
	}

	@Override
	public String explanation() {
		return """
				A backfill fills rows from a column or a table, and a later file removes it. If the backfill
				left a row out, or another writer broke one, its data is gone for good. A file that requires
				the backfill is applied only when it is done, and the query of its verify is run once more
				before that. With verify none nothing is looked at.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY, name text, full_name text);
				INSERT INTO users VALUES (1, 'a', NULL);
				""", """
				-- file 1_fill.sql
				-- migrate:backfill table=users key=id
				-- migrate:verify none it is only a copy
				UPDATE users SET full_name = name WHERE id BETWEEN :from AND :to;
				-- file 2_drop.sql
				-- migrate:phase contract
				-- migrate:requires 1
				ALTER TABLE users DROP COLUMN name;
				""", """
				-- file 1_fill.sql
				-- migrate:backfill table=users key=id
				-- migrate:verify SELECT id FROM users WHERE full_name IS DISTINCT FROM name
				UPDATE users SET full_name = name WHERE id BETWEEN :from AND :to;
				-- file 2_drop.sql
				-- migrate:phase contract
				-- migrate:requires 1
				ALTER TABLE users DROP COLUMN name;
				""", new Example.Proof.Unseen("only a row that was left out shows it"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		if (site.circumstances().backfills().isEmpty()) {
			return;
		}
		for (ChangedTable change : ChangedTable.of(site.statement())) {
			for (KnownBackfill backfill : site.circumstances().backfills()) {
				if (backfill.uses(change) && !(backfill.required() && backfill.isVerified())) {
					hazards.accept(hazard(site, change, backfill));
				}
			}
		}
	}

	private static Hazard hazard(StatementSite site, ChangedTable change, KnownBackfill backfill) {
		String removed = ((change.column() != null) ? "column " + Names.sql(change.column()) + " of " : "")
				+ Names.sql(change.table());
		if (!backfill.required()) {
			return Hazard.of(null, site.table(change.table()), Effect.BRIEF,
					"The backfill " + backfill.name() + " needs " + removed
							+ ", and may not be done when it is removed",
					"-- migrate:requires " + backfill.reference());
		}
		return Hazard.of(null, site.table(change.table()), Effect.BRIEF,
				"The backfill " + backfill.name() + " has read " + removed
						+ ", and nothing verifies that it has left no row",
				"-- in " + backfill.name() + ", in place of 'verify none':\n-- migrate:verify SELECT " + key(backfill)
						+ " FROM " + backfill.spec().table() + " WHERE …");
	}

	private static String key(KnownBackfill backfill) {
		return (backfill.spec().key().isEmpty()) ? "id" : String.join(", ", backfill.spec().key());
	}

}
