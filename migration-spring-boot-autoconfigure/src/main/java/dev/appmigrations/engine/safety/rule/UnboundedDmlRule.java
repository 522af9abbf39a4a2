package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.Dml;

/**
 * {@code UPDATE} or {@code DELETE} of very many rows in one statement.
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
		if (site.statement() instanceof Dml dml && !dml.where()
				&& (dml.kind() == Dml.Kind.UPDATE || dml.kind() == Dml.Kind.DELETE)) {
			String name = Names.sql(dml.target());
			hazards.accept(Hazard.of(
					null, site.table(dml.target()), Effect.ROWS, "All rows of " + name + " are "
							+ ((dml.kind() == Dml.Kind.UPDATE) ? "updated" : "deleted") + " at once",
					"-- in batches, each in a transaction of its own, by the key of " + name));
		}
	}

}
