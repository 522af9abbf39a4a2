package dev.appmigrations.engine.safety.rule;

import java.util.List;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.safety.state.ConstraintState;
import dev.appmigrations.engine.safety.state.TableState;

/**
 * {@code SET NOT NULL} that nothing proves.
 */
record SetNotNullRule() implements TableActionRule<TableAction.SetNotNull> {

	@Override
	public String id() {
		return "set-not-null";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				All rows are read while nobody can read or write. A valid check (c IS NOT NULL) proves it,
				so that nothing is read; from PostgreSQL 18 on the constraint itself can be added NOT
				VALID, and validated while the table is in use.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY, email text);
				INSERT INTO users VALUES (1, 'a@b.c');
				""", """
				ALTER TABLE users ALTER COLUMN email SET NOT NULL;
				""", """
				BEGIN;
				ALTER TABLE users ADD CONSTRAINT users_email_not_null CHECK (email IS NOT NULL) NOT VALID;
				COMMIT;
				BEGIN;
				ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;
				COMMIT;
				BEGIN;
				ALTER TABLE users ALTER COLUMN email SET NOT NULL;
				ALTER TABLE users DROP CONSTRAINT users_email_not_null;
				COMMIT;
				""", Example.Proof.scan("ACCESS EXCLUSIVE", "users"));
	}

	@Override
	public Class<TableAction.SetNotNull> action() {
		return TableAction.SetNotNull.class;
	}

	@Override
	public void check(TableAction.SetNotNull action, ActionSite site, Consumer<Hazard> hazards) {
		TableState table = site.table();
		if (!table.provesNotNull(action.column())) {
			Hazard hazard = Hazard
				.of(action.range(), table, Effect.SCAN,
						"All rows of " + site.name() + " are read for nulls in " + Names.sql(action.column()),
						Recipes.notNull(site, action.column()))
				.writtenBy("not-null", site.name() + "." + Names.sql(action.column()));
			List<String> unvalidated = table.constraints()
				.stream()
				.filter((constraint) -> !constraint.validated() && constraint.proves(action.column()))
				.map(ConstraintState::name)
				.toList();
			if (!unvalidated.isEmpty()) {
				hazard = hazard.because("constraint " + unvalidated.get(0) + " would prove it, but is not validated");
			}
			hazards.accept((table.isComplete()) ? hazard : hazard.uncertain());
		}
	}

}
