package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.Truncate;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code TRUNCATE}.
 */
record TruncateRule() implements Rule {

	@Override
	public String id() {
		return "truncate";
	}

	@Override
	public Harm harm() {
		return Harm.LOSES_DATA;
	}

	@Override
	public String explanation() {
		return """
				All rows are lost, and nobody can use the table until the transaction ends. With CASCADE
				the rows of all tables that refer to it are lost too.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY, name text);
				INSERT INTO users VALUES (1, 'a');
				""", """
				TRUNCATE users;
				""", """
				DELETE FROM users WHERE id = 2;
				""", new Example.Proof.Loses("SELECT count(*) FROM users"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		if (site.statement() instanceof Truncate truncate) {
			for (ObjectName name : truncate.tables()) {
				hazards.accept(Hazard.of(null, site.table(name), Effect.BRIEF,
						"All rows of " + Names.sql(name)
								+ ((truncate.cascade()) ? ", and of each table that refers to it," : "") + " are lost",
						""));
			}
		}
	}

}
