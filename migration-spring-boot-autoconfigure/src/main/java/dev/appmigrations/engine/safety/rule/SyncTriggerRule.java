package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.Drop;
import dev.appmigrations.engine.ddl.ObjectType;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * A trigger that keeps two columns in step is dropped in the phase expand.
 */
record SyncTriggerRule() implements Rule {

	@Override
	public String id() {
		return "sync-trigger-dropped-early";
	}

	@Override
	public Harm harm() {
		return Harm.BREAKS_OLD_RELEASE;
	}

	@Override
	public String explanation() {
		return """
				A trigger copies what the older release writes to where the newer one reads. Dropped while
				the older release is alive, its writes are lost for the newer one. Such a trigger is
				recognised by its name, or that of its function, which ends in _sync.""";
	}

	@Override
	public Example example() {
		return Example.of(
				"""
						CREATE TABLE users (id bigint PRIMARY KEY, name text, full_name text);
						CREATE FUNCTION users_name_sync() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.full_name := NEW.name; RETURN NEW; END $$;
						CREATE TRIGGER zz_users_name_sync BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION users_name_sync();
						INSERT INTO users (id, name) VALUES (1, 'a');
						""",
				"""
						DROP TRIGGER zz_users_name_sync ON users;
						""", """
						ALTER TABLE users ADD COLUMN nickname text;
						""", new Example.Proof.Unseen("the older release goes on without an error"));
	}

	private static final String SUFFIX = "_sync";

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		if (!(site.statement() instanceof Drop drop)) {
			return;
		}
		ObjectName on = drop.table();
		if (drop.type() == ObjectType.TRIGGER && on != null) {
			TableState table = site.table(on);
			for (ObjectName trigger : drop.names()) {
				if (trigger.name().endsWith(SUFFIX) || callsSync(table, trigger.name())) {
					hazards.accept(
							Hazard.of(null, table, Effect.BRIEF, "What the older release writes is not copied any more",
									"-- migrate:phase contract\n" + site.text() + ";"));
				}
			}
		}
	}

	private static boolean callsSync(TableState table, String name) {
		RelationFacts facts = table.facts();
		return facts != null && facts.triggers()
			.stream()
			.anyMatch((trigger) -> trigger.name().equals(name) && trigger.function().name().endsWith(SUFFIX));
	}

}
