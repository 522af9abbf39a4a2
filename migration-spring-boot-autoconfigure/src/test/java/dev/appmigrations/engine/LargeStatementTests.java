package dev.appmigrations.engine;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * One statement of many megabytes takes twice its bytes of memory, and what is still
 * longer is refused: in a JVM of its own with a heap that is too small for more.
 */
class LargeStatementTests {

	private static final int MEGABYTES = 32;

	/** Twice the statement, and what the engine and the driver need for a small one. */
	private static final String HEAP = "-Xmx112m";

	@Test
	void migrateWhenOneStatementIsLargeTakesTwiceItsMemory(@TempDir Path folder) throws Exception {
		try (BufferedWriter writer = Files.newBufferedWriter(folder.resolve("1_large.sql"))) {
			writer.write("CREATE UNLOGGED TABLE large (id int, note text);\n/* before */ INSERT INTO large VALUES\n");
			String note = "'" + "x".repeat(1000) + "'";
			for (int i = 1; i <= MEGABYTES * 1024; i++) {
				writer.write(((i > 1) ? ",\n" : "") + "(" + i + ", " + note + ")");
			}
			writer.write(";\nINSERT INTO large VALUES (0, 'last');\n");
		}
		try (TestDatabase database = TestDatabase.create()) {
			assertThat(migrate(database, folder)).isZero();
			assertThat(database.value("SELECT count(*) FROM large")).isEqualTo(String.valueOf(MEGABYTES * 1024 + 1));
		}
	}

	/**
	 * What is not ASCII takes more than twice its size in the JDK and the driver: where
	 * the heap has no room for that, the statement is refused before anything runs.
	 */
	@ParameterizedTest
	@CsvSource({ "ascii, 48, refused", "ascii, 80, ran", "latin1, 48, refused", "latin1, 96, ran",
			"chinese, 48, refused", "chinese, 96, ran", "emoji, 64, refused", "emoji, 128, ran",
			"mostlyAscii, 96, refused", "mostlyAscii, 192, ran", "mostlyAsciiLatin1, 64, refused",
			"mostlyAsciiLatin1, 144, ran", "comment, 96, refused", "comment, 192, ran", "alone, 96, refused",
			"alone, 640, ran", "copy, 40, ran" })
	void migrateWhenTextIsNotAsciiRunsItOrRefusesItsSize(Text text, int heap, String outcome, @TempDir Path folder)
			throws Exception {
		Files.writeString(folder.resolve("1_first.sql"), "CREATE TABLE first ();");
		try (BufferedWriter writer = Files.newBufferedWriter(folder.resolve("2_large.sql"))) {
			text.write(writer);
		}
		try (TestDatabase database = TestDatabase.create()) {
			String output = run(database, folder, "-Xmx" + heap + "m");
			assertThat(output).doesNotContain("OutOfMemory", "Terminating due to");
			if (outcome.equals("ran")) {
				assertThat(output).endsWith("exit 0");
				assertThat(database.value("SELECT to_regclass('first')")).isEqualTo("first");
			}
			else {
				assertThat(output).contains("db/migration/2_large.sql:2:1: the statement that begins here has ")
					.contains(" of the heap are free.")
					.endsWith("exit 1");
				assertThat(database.value("SELECT to_regclass('first')")).isNull();
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "SELECT 'x|', 48, refused", "SELECT 'x|', 160, ran", "DO $$BEGIN /* \u4e2d | */ END$$, 48, refused",
			"DO $$BEGIN /* \u4e2d | */ END$$, 192, ran", "SELECT 1 /* | */ + 1, 48, refused" })
	void migrateWhenOneTokenIsLargeRunsItOrRefusesIt(String statement, int heap, String outcome, @TempDir Path folder)
			throws Exception {
		Files.writeString(folder.resolve("1_first.sql"), "CREATE TABLE first ();");
		Files.writeString(folder.resolve("2_large.sql"),
				"SELECT 0;\n" + statement.replace("|", "abc\n".repeat(3_500_000)));
		try (TestDatabase database = TestDatabase.create()) {
			String output = run(database, folder, "-Xmx" + heap + "m");
			assertThat(output).doesNotContain("OutOfMemory", "Terminating due to");
			boolean ran = outcome.equals("ran");
			assertThat(output).endsWith((ran) ? "exit 0" : "exit 1");
			assertThat(database.value("SELECT to_regclass('first')")).isEqualTo((ran) ? "first" : null);
			if (!ran) {
				assertThat(output).contains("db/migration/2_large.sql:2:",
						"the literal or comment that begins here has", "the heap has no room for more");
			}
		}
	}

	/**
	 * Statements of 16 MB, which begin in the second line.
	 */
	enum Text {

		ascii("abc", ""), latin1("\u00e9", ""), chinese("\u4e2d", ""), emoji("\ud83d\ude00", ""),
		mostlyAscii("abc", "\u4e2d"), mostlyAsciiLatin1("abc", "\u00e9"), comment("abc", "\u4e2d"),
		alone("abc", "\u4e2d"), copy("abc", "\u4e2d");

		private static final int BYTES = 16 * 1024 * 1024;

		private final String repeated;

		private final String once;

		Text(String repeated, String once) {
			this.repeated = repeated;
			this.once = once;
		}

		void write(BufferedWriter writer) throws IOException {
			String line = this.repeated.repeat(1000);
			int lines = BYTES / line.getBytes(StandardCharsets.UTF_8).length;
			String before = "'";
			String after = "',\n";
			switch (this) {
				case comment -> {
					writer.write("\nSELECT ");
					before = "-- ";
					after = "\n";
				}
				case alone -> {
					writer.write("-- migrate:transaction false\nVACUUM (");
					before = "/* ";
					after = " */\n";
				}
				case copy -> {
					writer.write("CREATE TABLE t (a text);\nCOPY t FROM stdin;\n");
					before = "";
					after = "\n";
				}
				default -> writer.write("\nSELECT pg_catalog.num_nonnulls(VARIADIC ARRAY[");
			}
			for (int i = 0; i < lines; i++) {
				writer.write(before + line + after);
			}
			writer.write(before + this.once + switch (this) {
				case comment -> "\n1;\n";
				case alone -> " */ ANALYZE) pg_catalog.pg_namespace;\n";
				case copy -> "\n\\.\n";
				default -> "']);\n";
			});
		}

	}

	private static String run(TestDatabase database, Path folder, String heap)
			throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), heap,
				"-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"),
				KilledMigration.class.getName(), database.url(), folder.toString())
			.redirectErrorStream(true)
			.start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
			return output + "exit " + process.exitValue();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static int migrate(TestDatabase database, Path folder) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP,
				"-Xmn16m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-cp",
				System.getProperty("java.class.path"), KilledMigration.class.getName(), database.url(),
				folder.toString())
			.inheritIO()
			.start();
		try {
			assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
			return process.exitValue();
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void migrateWhenALiteralIsLongerThanTheLimitNamesItsPlace() {
		try (TestDatabase database = TestDatabase.create()) {
			MemoryScripts scripts = new MemoryScripts().with("1_a.sql",
					"CREATE TABLE a ();\nSELECT\n  '" + "x".repeat((1 << 24) + 10) + "';\n");
			MigrationException failure = catchThrowableOfType(MigrationException.class,
					() -> Migrator.builder(database.dataSource(), scripts).build().migrate());
			assertThat(failure.description()).contains("db/migration/1_a.sql:3:3", "more than 16777216 characters");
			assertThat(database.value("SELECT to_regclass('a')")).isNull();
		}
	}

}
