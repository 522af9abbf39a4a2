package dev.appmigrations.support;

import javax.sql.DataSource;

import dev.appmigrations.engine.jdbc.DatabaseServer;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The server of the tests, as one on which scratch databases are made.
 */
public final class ServerOfTests implements DatabaseServer {

	@Override
	public String database() {
		return "postgres";
	}

	@Override
	public DataSource to(String database) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl("jdbc:postgresql://localhost:" + TestDatabase.port() + "/" + database);
		dataSource.setUser("postgres");
		dataSource.setPassword("postgres");
		return dataSource;
	}

}
