package dev.appmigrations.benchmarks;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.appmigrations.engine.Migrator;
import org.flywaydb.core.Flyway;

/**
 * A call with nothing to do, 1,000 migrations applied: with a new connection for each
 * call, and with one from a pool.
 */
final class NoOpBenchmark implements Benchmark {

	private static final int MIGRATIONS = 1_000;

	private static final int WARM_UPS = 100;

	private static final int SLOW_WARM_UPS = 10;

	@Override
	public void run(Server server, Rounds rounds) throws Exception {
		ScriptFolder folder = ScriptFolder.create(MIGRATIONS);
		String own = server.createDatabase();
		Tools.appMigrations(Server.dataSource(own), folder).migrate();
		String flyway = server.createDatabase();
		Tools.flyway(Server.dataSource(flyway), folder).migrate();
		String liquibase = server.createDatabase();
		Tools.liquibase(Server.dataSource(liquibase), folder);
		run("a new connection", folder, Server.dataSource(own), Server.dataSource(flyway), Server.dataSource(liquibase),
				rounds);
		try (HikariDataSource ownPool = pool(own);
				HikariDataSource flywayPool = pool(flyway);
				HikariDataSource liquibasePool = pool(liquibase)) {
			run("a pooled connection", folder, ownPool, flywayPool, liquibasePool, rounds);
		}
		server.drop(own);
		server.drop(flyway);
		server.drop(liquibase);
	}

	private void run(String connection, ScriptFolder folder, DataSource own, DataSource flyway, DataSource liquibase,
			Rounds rounds) throws Exception {
		Migrator migrator = Tools.appMigrations(own, folder);
		Flyway flywayTool = Tools.flyway(flyway, folder);
		String title = "Nothing to do, 1,000 applied, " + connection;
		new Contest(title).add("bare driver", timed(() -> BareDriver.verify(own, folder)))
			.add("App Migrations", "1.20", timed(migrator::migrate))
			.run(WARM_UPS, rounds.or(51));
		// Apart, because they are so slow that the others would cool down between rounds.
		new Contest(title + ", the other tools").add("bare driver", timed(() -> BareDriver.verify(own, folder)))
			.add("Flyway", timed(flywayTool::migrate))
			.add("Liquibase", timed(() -> Tools.liquibase(liquibase, folder)))
			.run(SLOW_WARM_UPS, rounds.or(11));
	}

	private static Contestant.Task timed(Contestant.Work work) {
		return work::time;
	}

	private static HikariDataSource pool(String url) {
		HikariConfig config = new HikariConfig();
		config.setDataSource(Server.dataSource(url));
		config.setMaximumPoolSize(2);
		return new HikariDataSource(config);
	}

}
