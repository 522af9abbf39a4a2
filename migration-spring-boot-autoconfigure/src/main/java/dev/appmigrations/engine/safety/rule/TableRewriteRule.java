package dev.appmigrations.engine.safety.rule;

import java.util.List;
import java.util.function.Consumer;

import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.Cluster;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.ddl.Vacuum;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code VACUUM FULL}, {@code CLUSTER}, {@code SET LOGGED} or {@code SET UNLOGGED}.
 */
record TableRewriteRule() implements Rule {

	@Override
	public String id() {
		return "table-rewrite";
	}

	@Override
	public Harm harm() {
		return Harm.OFFLINE;
	}

	@Override
	public String explanation() {
		return """
				The table and all its indexes are written anew, while nobody can read or write. Extensions
				such as pg_repack do the same while the table is in use; plain VACUUM makes room for new
				rows without a rewrite.""";
	}

	@Override
	public Example example() {
		return Example.of("""
				CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
				INSERT INTO orders VALUES (1, 10);
				""", """
				ALTER TABLE orders SET UNLOGGED;
				""", """
				VACUUM orders;
				""", Example.Proof.rewrite("ACCESS EXCLUSIVE", "orders"));
	}

	@Override
	public void check(StatementSite site, Consumer<Hazard> hazards) {
		if (site.statement() instanceof Vacuum vacuum && vacuum.full()) {
			vacuum.tables().forEach((table) -> rewritten(site.table(table), "VACUUM FULL", hazards));
			if (vacuum.tables().isEmpty()) {
				hazards.accept(new Hazard(null, List.of(), Effect.REWRITE, true,
						"VACUUM FULL writes all tables of the database anew, each while nobody can use it", "VACUUM;",
						List.of()));
			}
		}
		else if (site.statement() instanceof Cluster cluster) {
			ObjectName name = cluster.table();
			if (name != null) {
				rewritten(site.table(name), "CLUSTER", hazards);
			}
			else {
				hazards.accept(new Hazard(null, List.of(), Effect.REWRITE, true,
						"CLUSTER writes all tables that were clustered before anew, each while nobody can use it", "",
						List.of()));
			}
		}
		AlterTable alter = site.alterTable();
		if (alter != null) {
			for (TableAction.SetLogged set : alter.actions(TableAction.SetLogged.class)) {
				rewritten(site.table(alter.table()), (set.logged()) ? "SET LOGGED" : "SET UNLOGGED", hazards);
			}
		}
	}

	private static void rewritten(TableState table, String what, Consumer<Hazard> hazards) {
		hazards.accept(Hazard.of(null, table, Effect.REWRITE,
				what + " writes " + Names.sql(table.name()) + " anew while nobody can use it", ""));
	}

}
