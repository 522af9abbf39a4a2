package dev.appmigrations.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;

import javax.sql.DataSource;

import org.postgresql.core.BaseConnection;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.slf4j.LoggerFactory;

/**
 * Runs one large file once, in a JVM of its own, and reports how long it took from before
 * the connection to after its end.
 */
public final class LargeFileRun {

	static final String LOWER_BOUND = "lower-bound";

	static final String APP_MIGRATIONS = "app-migrations";

	private static final int CHUNK = 256 * 1024;

	private static final int FLAGS = QueryExecutor.QUERY_EXECUTE_AS_SIMPLE | QueryExecutor.QUERY_ONESHOT
			| QueryExecutor.QUERY_NO_RESULTS | QueryExecutor.QUERY_SUPPRESS_BEGIN;

	private LargeFileRun() {
	}

	/**
	 * Runs a file.
	 * @param args the tool, the file, its folder, the database
	 * @throws Exception if it cannot be run
	 */
	public static void main(String[] args) throws Exception {
		// Logging is there before, as in any application.
		LoggerFactory.getLogger(LargeFileRun.class).debug("{}", (Object) args);
		LargeFile file = LargeFile.valueOf(args[1]);
		ScriptFolder folder = new ScriptFolder(Path.of(args[2]));
		DataSource dataSource = Server.dataSource(args[3]);
		Contestant.Work work = (args[0].equals(LOWER_BOUND)) ? () -> bare(file, folder, dataSource)
				: () -> Tools.appMigrations(dataSource, folder).migrate();
		Fork.report(work.time());
	}

	private static void bare(LargeFile file, ScriptFolder folder, DataSource dataSource)
			throws IOException, SQLException {
		try (Connection connection = dataSource.getConnection()) {
			BaseConnection driver = connection.unwrap(BaseConnection.class);
			for (Path script : folder.files()) {
				send(driver, "BEGIN");
				try (Reader reader = Files.newBufferedReader(script)) {
					send(driver, reader, file.end());
				}
				send(driver, "COMMIT");
			}
		}
	}

	private static void send(BaseConnection driver, Reader reader, String end) throws IOException, SQLException {
		StringBuilder chunk = new StringBuilder();
		char[] buffer = new char[CHUNK];
		int count = reader.read(buffer);
		while (count >= 0) {
			chunk.append(buffer, 0, count);
			int last = chunk.lastIndexOf(end);
			if (chunk.length() >= CHUNK && last >= 0) {
				send(driver, chunk.substring(0, last + end.length()));
				chunk.delete(0, last + end.length());
			}
			count = reader.read(buffer);
		}
		if (!chunk.isEmpty()) {
			send(driver, chunk.toString());
		}
	}

	/** As one message: {@code Statement.execute} splits the text, which takes longer. */
	private static void send(BaseConnection driver, String text) throws SQLException {
		QueryExecutor executor = driver.getQueryExecutor();
		ResultHandlerBase ignoring = new ResultHandlerBase() {

			@Override
			public void handleWarning(SQLWarning warning) {
				// Nobody asks.
			}

		};
		executor.execute(executor.wrap(List.of(new NativeQuery(text, SqlCommand.BLANK))), null, ignoring, 0, 0, FLAGS);
	}

}
