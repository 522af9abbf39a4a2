package dev.appmigrations.java;

import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.BackfillReport;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.engine.wording.JavaWording;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Backfills in Java in an application.
 */
class BackfillMigrationTests {

	private static final int ROWS = 10_500;

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void createTable() {
		this.scripts.with("V1__person.sql",
				"CREATE TABLE person (id bigint PRIMARY KEY, ssn text, secret text, times int NOT NULL DEFAULT 0);"
						+ " CREATE TABLE note (text text);");
		Migrator.builder(this.database.dataSource(), this.scripts).build().migrate();
		this.scripts.with("V3__not_null.sql",
				"-- migrate:requires 2\nALTER TABLE person ALTER COLUMN secret SET NOT NULL;");
	}

	private void fill(int rows) {
		this.database.execute("INSERT INTO person SELECT i, 'ssn ' || i FROM generate_series(1, " + rows + ") i");
	}

	private <T> ConfigurableApplicationContext start(Class<T> migration, @Nullable Supplier<T> bean,
			String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.datasource.url=" + this.database.url(),
				"spring.datasource.username=postgres", "spring.datasource.password=postgres",
				"spring.main.banner-mode=off", "spring.main.register-shutdown-hook=false",
				"spring.flyway.enabled=false", "spring.liquibase.enabled=false", "app.migrations.backfill.lease=1s"));
		all.addAll(List.of(properties));
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.initializers((context) -> {
				GenericApplicationContext generic = (GenericApplicationContext) context;
				generic.registerBean(ScriptSource.class, () -> this.scripts);
				if (bean != null) {
					generic.registerBean("migration", migration, bean, (definition) -> definition.setLazyInit(true));
				}
				else {
					generic.registerBean("migration", migration);
				}
			})
			.run();
	}

	private List<String> applied() {
		return this.database.list("SELECT migration_name FROM migration_history ORDER BY id");
	}

	private void awaitAll() {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> applied().equals(List.of("V1__person.sql", "V2__encrypt", "V3__not_null.sql")));
	}

	private void assertEncryptedOnce(int rows) {
		assertThat(this.database.value("SELECT count(*) FROM person WHERE times = 1 AND secret = reverse(ssn)"))
			.isEqualTo(String.valueOf(rows));
	}

	@Test
	void smallTableIsDoneAtItsPlaceAndTheBeanIsNotCreatedAgain() {
		fill(50);
		AtomicInteger created = new AtomicInteger();
		Supplier<Encrypt> bean = () -> {
			created.incrementAndGet();
			return new Encrypt();
		};
		start(Encrypt.class, bean).close();
		assertThat(applied()).containsExactly("V1__person.sql", "V2__encrypt", "V3__not_null.sql");
		assertEncryptedOnce(50);
		assertThat(this.database.list("SELECT text FROM note")).containsExactly("50 rows");
		assertThat(created).hasValue(1);
		start(Encrypt.class, bean).close();
		assertThat(created).hasValue(1);
	}

	@Test
	void largeTableIsDoneInTheBackgroundWhileOthersWrite() {
		fill(ROWS);
		try (ConfigurableApplicationContext context = start(Encrypt.class, Encrypt::new)) {
			assertThat(context.isActive()).isTrue();
			for (int i = 1; i <= 20; i++) {
				this.database.execute("UPDATE person SET ssn = ssn WHERE id = " + i * 500);
			}
			awaitAll();
		}
		assertEncryptedOnce(ROWS);
		assertThat(this.database.list("SELECT text FROM note")).containsExactly(ROWS + " rows");
	}

	@Test
	void anotherInstanceGoesOnWhereOneWasStopped() {
		fill(ROWS);
		AtomicInteger batches = new AtomicInteger();
		try (ConfigurableApplicationContext first = start(Slow.class, () -> new Slow(batches))) {
			await().atMost(Duration.ofSeconds(30)).until(() -> batches.get() > 2);
			assertThat(first.getBean(Migrator.class).status().backfills()).extracting(BackfillReport::table)
				.containsExactly("person");
		}
		assertThat(applied()).containsExactly("V1__person.sql");
		try (ConfigurableApplicationContext second = start(Encrypt.class, Encrypt::new)) {
			assertThat(second.isActive()).isTrue();
			awaitAll();
		}
		assertEncryptedOnce(ROWS);
	}

	@Test
	void oneAfterTheContextUsesOtherBeans() {
		fill(10);
		try (ConfigurableApplicationContext context = start(Late.class, null)) {
			assertThat(context.isActive()).isTrue();
		}
		assertThat(applied()).containsExactly("V1__person.sql", "V2__encrypt", "V3__not_null.sql");
	}

	@Test
	void oneAfterTheContextIsDoneInTheBackgroundToo() {
		fill(ROWS);
		try (ConfigurableApplicationContext context = start(Late.class, null)) {
			assertThat(context.isActive()).isTrue();
			awaitAll();
		}
		assertEncryptedOnce(ROWS);
	}

	@Test
	void oneAfterTheContextIsDoneBeforeTheApplicationIsReadyWhereThatIsAskedFor() {
		fill(ROWS);
		try (ConfigurableApplicationContext context = start(Late.class, null, "app.migrations.backfill.mode=startup")) {
			assertThat(context.isActive()).isTrue();
			assertThat(applied()).containsExactly("V1__person.sql", "V2__encrypt", "V3__not_null.sql");
		}
	}

	@Test
	void oneAfterTheContextIsDoneBeforeTheApplicationIsReadyWhereAContractRequiresIt() {
		fill(ROWS);
		this.scripts.with("V4__drop.sql",
				"-- migrate:phase contract\n-- migrate:requires 3\nALTER TABLE person DROP COLUMN ssn;");
		try (ConfigurableApplicationContext context = start(Late.class, null)) {
			assertThat(context.isActive()).isTrue();
			assertThat(applied()).containsExactly("V1__person.sql", "V2__encrypt", "V3__not_null.sql");
		}
	}

	@Test
	void keysOfSeveralColumnsAreTexts() {
		this.scripts.with("V1__person.sql",
				"CREATE TABLE person (id bigint PRIMARY KEY, secret text);"
						+ " CREATE TABLE pair (a int, b uuid, PRIMARY KEY (a, b));"
						+ " INSERT INTO pair VALUES (1, '00000000-0000-0000-0000-00000000000a')");
		List<String> seen = new ArrayList<>();
		this.database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
		start(Pairs.class, () -> new Pairs(seen)).close();
		assertThat(seen).containsExactly("[[1, 00000000-0000-0000-0000-00000000000a]]",
				"The key has several columns: use keys()");
	}

	@Test
	void keysOfOneColumnAreConverted() {
		this.scripts.with("V1__person.sql", "CREATE TABLE person (id uuid PRIMARY KEY, secret text);"
				+ " INSERT INTO person (id) VALUES ('00000000-0000-0000-0000-00000000000a')");
		List<Object> seen = new ArrayList<>();
		this.database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
		start(Ids.class, () -> new Ids(seen)).close();
		assertThat(seen).containsExactly(new UUID(0, 10));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			missing;  cannot walk the table missing; search path
			note;     has no primary key;             Name the columns of a unique index
			column;   has no column other;            Correct
			verify;   it does not say how it is known; .verify(
			count;    define() of the backfill V2__encrypt; Return the rows
			batch;    cannot be fixed:0;            A batch has 1 to
			throws;   it throws java.lang.IllegalStateException: Enough; Correct the class
			""")
	void wrongDefinitionIsAnErrorWithARemedy(String kind, String error, String remedy) {
		fill(10);
		assertThatException().isThrownBy(() -> start(Wrong.class, () -> new Wrong(kind))).satisfies((ex) -> {
			Throwable cause = ex;
			while (!(cause instanceof MigrationException)) {
				cause = cause.getCause();
			}
			assertThat(((MigrationException) cause).description()).contains(error);
			assertThat(((MigrationException) cause).action(new JavaWording())).contains(remedy);
		});
	}

	@Test
	void allThatADirectiveSaysCanBeSaid() {
		BackfillSpec spec = Backfill.of("app.person")
			.key("a", "b")
			.batch(10, 20)
			.target(Duration.ofSeconds(2))
			.duty(0.25)
			.where("a > 1")
			.descending()
			.skip(3)
			.run(Backfill.Run.COMMAND)
			.startNow("a trigger")
			.verifyNone("no way")
			.spec();
		assertThat(spec).isEqualTo(new BackfillSpec("app.person", List.of("a", "b"), new BackfillSpec.Size(20, 10, 20),
				Duration.ofSeconds(2), 0.25, "a > 1", true, 3, BackfillSpec.Run.COMMAND, "a trigger",
				new BackfillSpec.Verify.None("no way")));
		assertThat(Backfill.of("t").batch(7).verify("TABLE t").spec().size())
			.isEqualTo(new BackfillSpec.Size(7, 7, 20_000));
		assertThat(Backfill.of("t").fixedBatch(7).verify("TABLE t").spec().size().isFixed()).isTrue();
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> Backfill.of("t").duty(Double.NaN).verify("TABLE t").spec());
	}

	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		String other(JdbcClient client) {
			return client.toString();
		}

	}

	@Migration("V2__encrypt")
	static class Encrypt implements BackfillMigration {

		private final AtomicInteger batches;

		Encrypt() {
			this(new AtomicInteger());
		}

		Encrypt(AtomicInteger batches) {
			this.batches = batches;
		}

		@Override
		public Backfill define() {
			return Backfill.of("person").batch(300, 600).verify("SELECT id FROM person WHERE secret IS NULL");
		}

		/** In few round trips, because the machine of a build may be busy. */
		@Override
		public void process(BackfillBatch batch) throws Exception {
			this.batches.incrementAndGet();
			Map<Long, String> found = new HashMap<>();
			batch.jdbcClient()
				.sql("SELECT id, ssn FROM person WHERE " + batch.condition())
				.query((row, number) -> found.put(row.getLong("id"), row.getString("ssn")))
				.list();
			try (PreparedStatement update = batch.connection()
				.prepareStatement("UPDATE person SET secret = ?, times = times + 1 WHERE id = ?")) {
				for (Long id : batch.keys(Long.class)) {
					update.setString(1, new StringBuilder(found.get(id)).reverse().toString());
					update.setLong(2, id);
					update.addBatch();
				}
				update.executeBatch();
			}
		}

		@Override
		public void finished(BackfillResult result) {
			result.jdbcClient().sql("INSERT INTO note VALUES (?)").param(result.rows() + " rows").update();
		}

	}

	@Migration("V2__encrypt")
	static class Slow extends Encrypt {

		Slow(AtomicInteger batches) {
			super(batches);
		}

		@Override
		public Backfill define() {
			return super.define().duty(0.1);
		}

	}

	@Migration(value = "V2__encrypt", afterContext = true)
	static class Late extends Encrypt {

		private final ObjectProvider<JdbcClient> client;

		Late(ObjectProvider<JdbcClient> client) {
			this.client = client;
		}

		@Override
		public void process(BackfillBatch batch) throws Exception {
			this.client.getObject().sql("SELECT 1").query(Integer.class).single();
			super.process(batch);
		}

	}

	@Migration("V2__encrypt")
	record Pairs(List<String> seen) implements BackfillMigration {

		@Override
		public Backfill define() {
			return Backfill.of("pair").verifyNone("a test");
		}

		@Override
		public void process(BackfillBatch batch) {
			this.seen.add(batch.keys().toString());
			try {
				this.seen.add(batch.keys(Long.class).toString());
			}
			catch (IllegalStateException ex) {
				this.seen.add(ex.getMessage());
			}
		}

	}

	@Migration("V2__encrypt")
	record Ids(List<Object> seen) implements BackfillMigration {

		@Override
		public Backfill define() {
			return Backfill.of("person").verifyNone("a test");
		}

		@Override
		public void process(BackfillBatch batch) {
			this.seen.addAll(batch.keys(UUID.class));
			batch.jdbcClient().sql("UPDATE person SET secret = '' WHERE " + batch.condition()).update();
		}

	}

	@Migration("V2__encrypt")
	record Wrong(String kind) implements BackfillMigration {

		@Override
		public Backfill define() {
			return switch (this.kind) {
				case "missing" -> Backfill.of("missing").verifyNone("a test");
				case "note" -> Backfill.of("note").verifyNone("a test");
				case "column" -> Backfill.of("person").key("other").verifyNone("a test");
				case "verify" -> Backfill.of("person");
				case "count" -> Backfill.of("person").verify("SELECT count(*) FROM person");
				case "batch" -> Backfill.of("person").fixedBatch(0).verifyNone("a test");
				default -> throw new IllegalStateException("Enough");
			};
		}

		@Override
		public void process(BackfillBatch batch) {
			throw new IllegalStateException("It is not called");
		}

	}

}
