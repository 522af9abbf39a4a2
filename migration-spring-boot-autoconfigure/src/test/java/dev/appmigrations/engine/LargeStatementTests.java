package dev.appmigrations.engine;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
