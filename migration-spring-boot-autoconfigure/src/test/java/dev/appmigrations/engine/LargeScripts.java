package dev.appmigrations.engine;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.support.TestDatabase;

/**
 * Migrates files that are many times larger than the heap of the process that migrates
 * them: multi-row {@code INSERT}s, single-row ones, and {@code COPY} with its data. A
 * program for CI; its arguments are the size of a file and of the heap, in MB (2^20).
 */
public final class LargeScripts {

	private static final long MEGABYTE = 1L << 20;

	private static final int ROWS_IN_INSERT = 200;

	private static final long TIMEOUT_MINUTES = 20;

	private static final String HEAD = "CREATE UNLOGGED TABLE large (id bigint, name text, note text);\n";

	private final long size;

	private final String heap;

	private long rows;

	private LargeScripts(String megabytes, String heap) {
		this.size = Long.parseLong(megabytes) * MEGABYTE;
		this.heap = heap;
	}

	public static void main(String[] arguments) throws Exception {
		LargeScripts scripts = new LargeScripts(arguments[0], arguments[1]);
		boolean applied = scripts.migrate("multi-row INSERTs", scripts::insertRows)
				&& scripts.migrate("single-row INSERTs", scripts::insertRow)
				&& scripts.migrate("COPY", scripts::copyRows);
		System.exit((applied) ? 0 : 1);
	}

	private boolean migrate(String name, Content content) throws IOException, InterruptedException {
		Path folder = Files.createTempDirectory("large");
		Path file = folder.resolve("1_large.sql");
		try (TestDatabase database = TestDatabase.create()) {
			this.rows = 0;
			try (BufferedWriter writer = Files.newBufferedWriter(file)) {
				writer.write(HEAD);
				content.write(new Text(writer));
			}
			long start = System.nanoTime();
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xmx" + this.heap + "m", "-XX:+ExitOnOutOfMemoryError", "-cp",
					System.getProperty("java.class.path"), KilledMigration.class.getName(), database.url(),
					folder.toString())
				.inheritIO()
				.start();
			boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
			double seconds = (System.nanoTime() - start) / 1e9;
			process.destroyForcibly();
			boolean applied = ended && process.exitValue() == 0
					&& List.of(String.valueOf(this.rows)).equals(database.list("SELECT count(*) FROM large"));
			double megabytes = (double) Files.size(file) / MEGABYTE;
			System.out.println(String.format(Locale.ROOT,
					"large: %s: %s, %,.0f MB with a heap of %s MB in %.1f s, %.1f MB/s, %,d rows",
					(applied) ? "applied" : "FAILED", name, megabytes, this.heap, seconds, megabytes / seconds,
					this.rows));
			return applied;
		}
		finally {
			Files.deleteIfExists(file);
			Files.delete(folder);
		}
	}

	private void insertRows(Text text) throws IOException {
		while (text.length < this.size) {
			text.append("INSERT INTO large VALUES\n");
			for (int i = 1; i <= ROWS_IN_INSERT; i++) {
				text.append("\t(" + values() + ((i < ROWS_IN_INSERT) ? "),\n" : ");\n"));
			}
		}
	}

	private void insertRow(Text text) throws IOException {
		while (text.length < this.size) {
			text.append("INSERT INTO large VALUES (" + values() + ");\n");
		}
	}

	private void copyRows(Text text) throws IOException {
		text.append("COPY large FROM stdin;\n");
		while (text.length < this.size) {
			this.rows++;
			text.append(
					this.rows + "\tname of " + this.rows + "\tit's a note; it goes on -- as notes do /* for long\n");
		}
		text.append("\\.\n");
	}

	private String values() {
		this.rows++;
		return this.rows + ", 'name of " + this.rows + "', 'it''s a note; it goes on -- as notes do /* for long'";
	}

	@FunctionalInterface
	private interface Content {

		void write(Text text) throws IOException;

	}

	/**
	 * Counts what is written.
	 */
	private static final class Text {

		private final BufferedWriter writer;

		private long length;

		Text(BufferedWriter writer) {
			this.writer = writer;
		}

		void append(String text) throws IOException {
			this.writer.write(text);
			this.length += text.length();
		}

	}

}
