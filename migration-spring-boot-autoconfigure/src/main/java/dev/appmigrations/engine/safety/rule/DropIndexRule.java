package dev.appmigrations.engine.safety.rule;

import java.util.List;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.Drop;
import dev.appmigrations.engine.ddl.ObjectType;
import dev.appmigrations.engine.safety.state.IndexState;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code DROP INDEX} without {@code CONCURRENTLY}.
 */
record DropIndexRule() implements Rule {

	@Override
	public String id() {
		return "drop-index-non-concurrent";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				The lock keeps out readers of the table too, whose name the statement does not even
				mention, and waits until all that use it now are done. CONCURRENTLY waits without keeping
				anybody out.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
				INSERT INTO orders VALUES (1, 10);
				CREATE INDEX orders_by_total ON orders (total);
				""", """
				DROP INDEX orders_by_total;
				""", """
				DROP INDEX CONCURRENTLY orders_by_total;
				""", Example.Proof.lock("ACCESS EXCLUSIVE", "orders"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		if (!(site.statement() instanceof Drop drop) || drop.type() != ObjectType.INDEX || drop.concurrently()) {
			return;
		}
		for (ObjectName name : drop.names()) {
			TableState table = site.schema().tableOfIndex(name);
			IndexState index = (table != null) ? table.index(name.name()) : null;
			if (index != null && (index.isNew() || index.constraint() != null)) {
				continue;
			}
			boolean absent = table == null && site.schema().isKnown(name);
			if (!absent) {
				hazards.accept(new Hazard(null, (table != null) ? List.of(table) : List.of(), Effect.BRIEF,
						table != null,
						"Nobody can use " + ((table != null) ? Names.sql(table.name()) : "the table")
								+ " until the lock is released",
						"DROP INDEX CONCURRENTLY " + ((drop.ifExists()) ? "IF EXISTS " : "") + Names.sql(name) + ";",
						List.of())
					.writtenBy("drop-index", Names.sql(name)));
			}
		}
	}

}
