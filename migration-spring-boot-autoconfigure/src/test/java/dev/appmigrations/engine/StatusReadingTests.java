package dev.appmigrations.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.PendingReport;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.engine.source.ResourceScriptSource;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often files are read by those who ask often.
 */
class StatusReadingTests {

	private final AtomicInteger opened = new AtomicInteger();

	@TempDir
	private Path folder;

	@FreshDatabase
	private TestDatabase database;

	private Migrator migrator;

	@BeforeEach
	void setUp() throws IOException {
		write("1_a.sql", "CREATE TABLE a (id int);");
		write("2_b.sql", "CREATE TABLE b (id int);");
		this.migrator = migrator(new Counting(new ResourceScriptSource(null), true));
	}

	private Migrator migrator(ScriptSource source) {
		return Migrator.builder(this.database.dataSource(), source)
			.options(MigratorOptions.defaults()
				.with(new MigratorOptions.Scripts(List.of(Location.parse("file:" + this.folder)), Map.of())))
			.build();
	}

	private Path write(String name, String text) throws IOException {
		return Files.writeString(this.folder.resolve(name), text);
	}

	private List<String> pending() {
		return this.migrator.status().pending().stream().map(PendingReport::name).toList();
	}

	private int opens() {
		return this.opened.getAndSet(0);
	}

	@Test
	void statusReadsFilesAgainOnlyWhenOneHasChanged() throws IOException {
		assertThat(pending()).containsExactly("1_a.sql", "2_b.sql");
		assertThat(opens()).isPositive();
		assertThat(pending()).containsExactly("1_a.sql", "2_b.sql");
		assertThat(this.migrator.find("1_a.sql")).isPresent();
		// The text that is shown is always that of the file.
		assertThat(opens()).isOne();
		write("3_c.sql", "CREATE TABLE c (id int);");
		assertThat(pending()).containsExactly("1_a.sql", "2_b.sql", "3_c.sql");
		Files.delete(this.folder.resolve("2_b.sql"));
		assertThat(pending()).containsExactly("1_a.sql", "3_c.sql");
		Files.move(this.folder.resolve("3_c.sql"), this.folder.resolve("3_d.sql"));
		assertThat(pending()).containsExactly("1_a.sql", "3_d.sql");
		assertThat(opens()).isPositive();
		assertThat(pending()).containsExactly("1_a.sql", "3_d.sql");
		assertThat(opens()).isZero();
	}

	@Test
	void statusNoticesATextOfTheSameLength() throws IOException {
		this.migrator.migrate();
		assertThat(this.migrator.status().problems()).isEmpty();
		Path file = write("2_b.sql", "CREATE TABLE x (id int);");
		Files.setLastModifiedTime(file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 10));
		assertThat(this.migrator.status().problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(Problem.Code.CHECKSUM_CHANGED));
	}

	@Test
	void migrateReadsFilesThatSeemUnchanged() throws IOException {
		Path file = this.folder.resolve("2_b.sql");
		FileTime time = Files.getLastModifiedTime(file);
		assertThat(pending()).hasSize(2);
		write("2_b.sql", "CREATE TABLE x (id int);");
		Files.setLastModifiedTime(file, time);
		opens();
		assertThat(pending()).hasSize(2);
		assertThat(opens()).isZero();
		this.migrator.migrate();
		assertThat(this.database.value("SELECT to_regclass('x')")).isEqualTo("x");
		assertThat(this.database.value("SELECT to_regclass('b')")).isNull();
	}

	@Test
	void statusReadsFilesWithProblemsEachTime() throws IOException {
		write("2_b.sql", "SELECT 'a;");
		for (int i = 1; i <= 2; i++) {
			assertThat(this.migrator.status().problems()).hasSize(1);
			assertThat(opens()).isPositive();
		}
	}

	@Test
	void statusReadsFilesThatDoNotTellOfChangesEachTime() {
		Migrator other = migrator(new Counting(new ResourceScriptSource(null), false));
		for (int i = 1; i <= 2; i++) {
			assertThat(other.status().state()).isEqualTo(MigrationReport.State.PENDING);
			assertThat(opens()).isPositive();
		}
	}

	/**
	 * Counts how often files are opened.
	 */
	private final class Counting implements ScriptSource {

		private final ScriptSource source;

		private final boolean stamped;

		Counting(ScriptSource source, boolean stamped) {
			this.source = source;
			this.stamped = stamped;
		}

		@Override
		public Optional<List<Script>> find(Location location) throws IOException {
			return this.source.find(location).map((scripts) -> scripts.stream().map(this::counted).toList());
		}

		private Script counted(Script script) {
			return new Script() {

				@Override
				public String fileName() {
					return script.fileName();
				}

				@Override
				public String path() {
					return script.path();
				}

				@Override
				public InputStream open() throws IOException {
					StatusReadingTests.this.opened.incrementAndGet();
					return script.open();
				}

				@Override
				public String stamp() {
					return (Counting.this.stamped) ? script.stamp() : null;
				}

			};
		}

	}

}
