package dev.appmigrations.benchmarks;

import java.nio.file.Path;
import java.util.List;

import javax.sql.DataSource;

import org.slf4j.LoggerFactory;

/**
 * Applies a folder of migrations once, in a JVM of its own, and reports the time and the
 * CPU time that it took from before the connection to after its end.
 */
public final class ApplyRun {

	static final String LOWER_BOUND = "lower-bound";

	static final String APP_MIGRATIONS = "app-migrations";

	private ApplyRun() {
	}

	/**
	 * Applies a folder.
	 * @param args the tool, the folder, the database
	 * @throws Exception if a migration fails
	 */
	public static void main(String[] args) throws Exception {
		// Logging is there before, as in any application.
		LoggerFactory.getLogger(ApplyRun.class).debug("{}", List.of(args));
		ScriptFolder folder = new ScriptFolder(Path.of(args[1]));
		DataSource dataSource = Server.dataSource(args[2]);
		Contestant.Work work = (args[0].equals(LOWER_BOUND)) ? () -> BareDriver.apply(dataSource, folder)
				: () -> Tools.appMigrations(dataSource, folder).migrate();
		Cost cost = Cost.of(work);
		Fork.report(cost.nanos(), cost.cpuNanos());
	}

}
