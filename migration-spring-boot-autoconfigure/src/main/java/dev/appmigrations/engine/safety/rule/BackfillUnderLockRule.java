package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.Dml;

/**
 * Many rows are changed in a transaction that keeps others out of a table.
 */
record BackfillUnderLockRule() implements Rule {

	@Override
	public String id() {
		return "backfill-with-ddl-same-transaction";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				A lock is held until the end of its transaction. Rows that are changed behind it are
				changed while nobody can write to the locked table, or even read it. In a transaction of
				its own the change keeps out nobody but writers of the same rows.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
				INSERT INTO orders VALUES (1, 10);
				""", """
				BEGIN;
				ALTER TABLE orders ADD COLUMN net numeric;
				UPDATE orders SET net = total / 1.2;
				COMMIT;
				""", """
				BEGIN;
				ALTER TABLE orders ADD COLUMN net numeric;
				COMMIT;
				BEGIN;
				UPDATE orders SET net = total / 1.2;
				COMMIT;
				""", Example.Proof.scan("ACCESS EXCLUSIVE", "orders"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		if (!(site.statement() instanceof Dml dml) || !changesMany(dml)) {
			return;
		}
		TransactionState.HeldLock lock = site.transaction().writersKeptOut();
		if (lock != null) {
			Hazard hazard = Hazard.of(null, site.table(dml.target()), Effect.ROWS,
					"Rows of " + Names.sql(dml.target()) + " are changed while " + lock.mode() + " on "
							+ Names.sql(lock.table().name()) + ", held since line " + lock.line()
							+ ", keeps others out",
					"-- end the transaction before this statement, or let it be a migration of its own");
			// How many rows a condition or a query chooses, only a plan tells.
			hazards.accept((isWhole(dml)) ? hazard : hazard.uncertain());
		}
	}

	private static boolean isWhole(Dml dml) {
		return !dml.where() && (dml.kind() == Dml.Kind.UPDATE || dml.kind() == Dml.Kind.DELETE);
	}

	private static boolean changesMany(Dml dml) {
		return switch (dml.kind()) {
			case UPDATE, DELETE, MERGE, COPY -> true;
			case INSERT -> dml.query();
		};
	}

}
