package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.Dml;

/**
 * Very many rows are changed in one statement: all of them by the text, or many by the
 * server's estimate.
 */
record UnboundedDmlRule() implements Rule {

	@Override
	public String id() {
		return "dml-estimate-too-large";
	}

	@Override
	public Harm harm() {
		return Harm.WRITES_BLOCKED;
	}

	@Override
	public String explanation() {
		return """
				Each row that is changed stays locked until the end of the transaction, and its old
				version stays in the table and in WAL until vacuum has removed it. Replicas fall behind.
				In batches, each in a transaction of its own, nothing of that happens.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY, name text);
				INSERT INTO users VALUES (1, 'a');
				""", """
				UPDATE users SET name = upper(name);
				""", """
				UPDATE users SET name = upper(name) WHERE id = 1;
				""", new Example.Proof.Unseen("with one row it is brief"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		if (!(site.statement() instanceof Dml dml) || site.circumstances().backfill() != null) {
			return;
		}
		Long rows = site.rows();
		boolean all = !dml.where() && (dml.kind() == Dml.Kind.UPDATE || dml.kind() == Dml.Kind.DELETE);
		if (!all && rows == null) {
			return;
		}
		String name = Names.sql(dml.target());
		Hazard hazard = Hazard.of(null, site.table(dml.target()), Effect.ROWS,
				((all) ? "All rows of " : "Very many rows of ") + name + " are " + done(dml.kind()) + " at once",
				"-- in batches, in a file of its own, by the key of " + name + ":\n-- migrate:backfill table=" + name
						+ "\n-- migrate:verify SELECT id FROM " + name + " WHERE …\n" + site.text()
						+ ((dml.where()) ? " AND" : " WHERE") + " id BETWEEN :from AND :to;");
		if (dml.kind() == Dml.Kind.INSERT) {
			// Nobody else waits for rows that are new.
			hazard = hazard.uncertain();
		}
		hazards.accept((rows != null) ? hazard.ofRows(rows) : hazard);
	}

	private static String done(Dml.Kind kind) {
		return switch (kind) {
			case UPDATE -> "updated";
			case DELETE -> "deleted";
			case INSERT, COPY -> "inserted";
			case MERGE -> "changed";
		};
	}

}
