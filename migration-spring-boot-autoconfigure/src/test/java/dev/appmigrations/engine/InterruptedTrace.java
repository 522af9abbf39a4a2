package dev.appmigrations.engine;

import javax.sql.DataSource;

import dev.appmigrations.engine.jdbc.DatabaseServer;
import dev.appmigrations.engine.scratch.ScratchServer;
import dev.appmigrations.engine.scratch.TraceRequest;
import dev.appmigrations.support.MemoryScripts;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process of its own that traces a migration which takes a minute: to be ended by a
 * signal. Its argument is the URL of a database.
 */
public final class InterruptedTrace {

	private InterruptedTrace() {
	}

	public static void main(String[] arguments) {
		String url = arguments[0];
		MemoryScripts scripts = new MemoryScripts().with("1_slow.sql", "SELECT pg_sleep(60);");
		Migrator.builder(to(url), scripts)
			.build()
			.safety()
			.trace(TraceRequest.pending(new ScratchServer(new DatabaseServer() {

				@Override
				public String database() {
					return "postgres";
				}

				@Override
				public DataSource to(String database) {
					return InterruptedTrace.to(url.substring(0, url.lastIndexOf('/') + 1) + database);
				}

			}, false)));
	}

	private static DataSource to(String url) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(url);
		dataSource.setUser("postgres");
		dataSource.setApplicationName("interrupted-trace");
		return dataSource;
	}

}
