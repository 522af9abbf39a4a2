package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.Drop;
import dev.appmigrations.engine.ddl.ObjectType;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code DROP TABLE}.
 */
record DropTableRule() implements Rule {

	@Override
	public String id() {
		return "drop-table";
	}

	@Override
	public Harm harm() {
		return Harm.BREAKS_OLD_RELEASE;
	}

	@Override
	public String explanation() {
		return """
				Instances of the release that is running use the table, and fail at once; its rows are
				lost. It is dropped in the phase contract, when no instance needs it any more.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY, name text);
				INSERT INTO users VALUES (1, 'a');
				""", """
				DROP TABLE users;
				""", """
				CREATE TABLE members (id bigint PRIMARY KEY);
				""", new Example.Proof.Breaks("SELECT name FROM users"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		if (!(site.statement() instanceof Drop drop)
				|| (drop.type() != ObjectType.TABLE && drop.type() != ObjectType.FOREIGN_TABLE)) {
			return;
		}
		for (ObjectName name : drop.names()) {
			TableState table = site.table(name);
			if (!table.isNew() && table.origin() != TableState.Origin.ABSENT) {
				hazards.accept(
						Hazard
							.of(null, table, Effect.BRIEF,
									"The release that is running may use " + Names.sql(name)
											+ ", and its rows are lost",
									"-- migrate:phase contract\n" + site.text() + ";")
							.writtenBy("drop-table", Names.sql(name)));
			}
		}
	}

}
