package dev.appmigrations.engine.safety.rule;

import java.util.List;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.AlterEnum;

/**
 * A new value of an enum is used in the transaction that adds it.
 */
record NewEnumValueRule() implements Rule {

	@Override
	public String id() {
		return "enum-value-used-same-transaction";
	}

	@Override
	public Harm harm() {
		return Harm.FAILS;
	}

	@Override
	public String explanation() {
		return """
				PostgreSQL lets nobody use a value before the transaction that adds it has committed.
				Without BEGIN and COMMIT of its own, a migration is divided behind ADD VALUE, and runs.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TYPE mood AS ENUM ('sad', 'happy');
				CREATE TABLE users (id bigint PRIMARY KEY, mood mood);
				INSERT INTO users VALUES (1, 'sad');
				""", """
				BEGIN;
				ALTER TYPE mood ADD VALUE 'fine';
				UPDATE users SET mood = 'fine' WHERE id = 1;
				COMMIT;
				""", """
				ALTER TYPE mood ADD VALUE 'fine';
				UPDATE users SET mood = 'fine' WHERE id = 1;
				""", new Example.Proof.Fails("55P04"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		if (!site.transaction().isExplicit() || site.statement() instanceof AlterEnum) {
			return;
		}
		site.transaction().newLabels().forEach((type, labels) -> {
			for (String label : labels) {
				if (site.text().contains("'" + label.replace("'", "''") + "'")) {
					hazards.accept(new Hazard(null, List.of(), Effect.BRIEF, true,
							"'" + label + "' of " + Names.sql(type) + " cannot be used before COMMIT",
							"COMMIT;\n-- and go on in another transaction:\n" + site.text() + ";", List.of())
						.uncertain());
				}
			}
		});
	}

}
