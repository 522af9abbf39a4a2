package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.Drop;
import dev.appmigrations.engine.ddl.ObjectType;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.safety.state.IndexState;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A unique index or constraint is dropped.
 */
record ConflictTargetRule() implements Rule {

	@Override
	public String id() {
		return "on-conflict-target-lost";
	}

	@Override
	public Harm harm() {
		return Harm.BREAKS_OLD_RELEASE;
	}

	@Override
	public String explanation() {
		return """
				INSERT … ON CONFLICT (columns) needs a unique index on exactly these columns. Without it
				each such statement of the release that is running fails, and nothing keeps duplicates
				out.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE users (id bigint PRIMARY KEY, email text CONSTRAINT users_email_key UNIQUE);
				""", """
				ALTER TABLE users DROP CONSTRAINT users_email_key;
				""", """
				CREATE UNIQUE INDEX CONCURRENTLY users_email_unique ON users (email);
				ALTER TABLE users DROP CONSTRAINT users_email_key;
				""", new Example.Proof.Breaks("INSERT INTO users VALUES (1, 'a') ON CONFLICT (email) DO NOTHING"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		AlterTable alter = site.alterTable();
		if (alter != null) {
			TableState table = site.table(alter.table());
			for (TableAction.DropConstraint drop : alter.actions(TableAction.DropConstraint.class)) {
				for (IndexState index : table.indexes()) {
					if (drop.constraint().equals(index.constraint())) {
						lost(table, index, alter, drop, hazards);
					}
				}
			}
		}
		else if (site.statement() instanceof Drop drop && drop.type() == ObjectType.INDEX) {
			for (ObjectName name : drop.names()) {
				TableState table = site.schema().tableOfIndex(name);
				IndexState index = (table != null) ? table.index(name.name()) : null;
				if (table != null && index != null) {
					lost(table, index, null, null, hazards);
				}
			}
		}
	}

	private static void lost(TableState table, IndexState index, @Nullable AlterTable alter,
			TableAction.@Nullable DropConstraint drop, Consumer<Hazard> hazards) {
		boolean replacedAtOnce = alter != null && alter.actions(TableAction.AddConstraint.class)
			.stream()
			.anyMatch((add) -> add.constraint() instanceof Constraint.Unique unique
					&& unique.columns().equals(index.columns()));
		boolean another = table.indexes()
			.stream()
			.anyMatch((other) -> !other.name().equals(index.name()) && other.unique() && other.valid()
					&& other.partial() == index.partial() && other.columns().equals(index.columns()));
		if (index.unique() && index.valid() && !index.isNew() && !another && !replacedAtOnce) {
			hazards.accept(Hazard.of((drop != null) ? drop.range() : null, table, Effect.BRIEF,
					"ON CONFLICT on the columns of " + Names.sql(index.name()) + " fails, and duplicates are possible",
					"-- migrate:phase contract\n-- or keep a unique index on the same columns until the older release is gone"));
		}
	}

}
