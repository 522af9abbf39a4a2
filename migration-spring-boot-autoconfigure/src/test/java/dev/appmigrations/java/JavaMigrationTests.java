package dev.appmigrations.java;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.appmigrations.autoconfigure.MigrationAutoConfiguration;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.report.AppliedReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Migrations in Java, in one order with the scripts of a context.
 */
class JavaMigrationTests {

	@FreshDatabase
	private TestDatabase database;

	private ApplicationContextRunner application;

	@BeforeEach
	void setUp() {
		this.application = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
					"spring.datasource.password=postgres", "app.migrations.locations=classpath:db/java",
					"app.migrations.statements.lock-retry-timeout=20s");
	}

	private List<String> notes() {
		return this.database.list("SELECT text FROM note ORDER BY id");
	}

	@Test
	void runsBetweenTheScriptsInOneTransactionWithItsRecord() {
		this.application.withUserConfiguration(AddNotes.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(notes()).containsExactly("in Java, of V1__note.sql", "last");
			assertThat(context.getBean(Migrator.class).status().applied()).extracting(AppliedReport::name)
				.containsExactly("V1__note.sql", "V2__add_notes", "V3__last.sql");
			assertThat(this.database.value("SELECT count(DISTINCT xmin::text) FROM (SELECT xmin FROM note WHERE id = 1"
					+ " UNION ALL SELECT xmin FROM migration_history WHERE migration_name = 'V2__add_notes') AS same"))
				.isEqualTo("1");
		});
	}

	@Test
	void isNotCreatedWhenItIsApplied() {
		AtomicInteger created = new AtomicInteger();
		ApplicationContextRunner counting = this.application.withBean(AddNotes.class, () -> {
			created.incrementAndGet();
			return new AddNotes();
		}, (definition) -> definition.setLazyInit(true));
		counting.run((context) -> assertThat(created).hasValue(1));
		counting.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(created).hasValue(1);
			assertThat(notes()).hasSize(2);
		});
	}

	@Test
	void isUndoneByItsRollback() {
		this.application.withUserConfiguration(AddNotes.class).run((context) -> {
			Migrator migrator = context.getBean(Migrator.class);
			this.database.execute("DELETE FROM migration_history WHERE migration_name = 'V3__last.sql'");
			migrator.rollbacks().run(new RollbackRequest.Last(1));
			assertThat(notes()).containsExactly("last");
			assertThat(migrator.status().pending()).extracting("name").containsExactly("V2__add_notes", "V3__last.sql");
		});
	}

	@Test
	void methodOfABeanFactoryMakesOne() {
		this.application.withUserConfiguration(Methods.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(notes()).containsExactly("by a method", "last");
		});
	}

	@Test
	void statementThatFailsIsReportedWithTheLineOfTheClass() {
		this.application.withUserConfiguration(Refused.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(failure(context.getStartupFailure()).description())
				.contains("Migration V2__refused (" + Refused.class.getName() + ") failed at JavaMigrationTests.java:")
				.contains("relation \"missing\" does not exist")
				.contains("nothing of it remains in the database");
			assertThat(notes()).isEmpty();
			assertThat(this.database.value("SELECT sqlstate FROM migration_log WHERE migration_name = 'V2__refused'"))
				.isEqualTo("42P01");
		});
	}

	@Test
	void exceptionOfTheCodeRollsBack() {
		this.application.withUserConfiguration(Throwing.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(failure(context.getStartupFailure()).description())
				.contains("failed at JavaMigrationTests.java:")
				.contains("java.lang.IllegalStateException: Enough");
			assertThat(notes()).isEmpty();
		});
	}

	@Test
	void exceptionThatIsCaughtIsNotCommittedInSilence() {
		this.application.withUserConfiguration(Catching.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(failure(context.getStartupFailure()).description())
				.contains("has caught the exception of a statement that failed");
			assertThat(notes()).isEmpty();
		});
	}

	@Test
	void transactionCannotBeEnded() {
		this.application.withUserConfiguration(Committing.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(failure(context.getStartupFailure()).description()).contains("commit is not allowed")
				.contains("transaction = false");
			assertThat(notes()).isEmpty();
		});
	}

	@Test
	void transactionEndedByAStatementIsNoticed() {
		this.application.withUserConfiguration(CommittingBySql.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(failure(context.getStartupFailure()).description())
				.contains("It has ended the transaction of the migration by a statement");
		});
	}

	@Test
	void isCalledAgainWhenAnotherHeldALock() throws SQLException {
		this.database.execute("CREATE SCHEMA other; CREATE TABLE other.busy (id int)");
		try (Connection holder = this.database.dataSource().getConnection()) {
			holder.setAutoCommit(false);
			try (Statement statement = holder.createStatement()) {
				statement.execute("LOCK TABLE other.busy");
			}
			AtomicInteger calls = new AtomicInteger();
			this.application.withPropertyValues("app.migrations.statements.lock-timeout=100ms")
				.withBean(Busy.class, () -> new Busy(holder, calls))
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(calls).hasValue(2);
					assertThat(notes()).containsExactly("once", "last");
				});
		}
	}

	@Test
	void runsOutsideATransactionIfItSaysSo() {
		this.application.withUserConfiguration(Concurrently.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.database
				.value("SELECT count(*) FROM pg_index WHERE indrelid = 'note'::regclass" + " AND indisvalid"))
				.isEqualTo("2");
			assertThat(notes()).containsExactly("first", "last");
		});
	}

	private static MigrationException failure(Throwable failure) {
		Throwable cause = failure;
		while (!(cause instanceof MigrationException)) {
			cause = cause.getCause();
		}
		return (MigrationException) cause;
	}

	@Migration("V2__add_notes")
	static class AddNotes implements JavaMigration {

		@Override
		public void migrate(JavaMigrationContext context) {
			String first = context.jdbcClient()
				.sql("SELECT migration_name FROM migration_history")
				.query(String.class)
				.single();
			context.jdbcClient().sql("INSERT INTO note (text) VALUES (?)").param("in Java, of " + first).update();
		}

		@Override
		public void rollback(JavaMigrationContext context) {
			context.jdbcClient().sql("DELETE FROM note WHERE text LIKE 'in Java%'").update();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Methods {

		@Bean
		@Migration("V2__by_a_method")
		JavaMigration method() {
			return (context) -> context.jdbcClient().sql("INSERT INTO note (text) VALUES ('by a method')").update();
		}

	}

	@Migration("V2__refused")
	static class Refused implements JavaMigration {

		@Override
		public void migrate(JavaMigrationContext context) {
			context.jdbcClient().sql("INSERT INTO note (text) VALUES ('first')").update();
			context.jdbcClient().sql("INSERT INTO missing (text) VALUES ('second')").update();
		}

	}

	@Migration("V2__throwing")
	static class Throwing implements JavaMigration {

		@Override
		public void migrate(JavaMigrationContext context) {
			context.jdbcClient().sql("INSERT INTO note (text) VALUES ('first')").update();
			throw new IllegalStateException("Enough");
		}

	}

	@Migration("V2__catching")
	static class Catching implements JavaMigration {

		@Override
		public void migrate(JavaMigrationContext context) {
			try {
				context.jdbcClient().sql("INSERT INTO missing (text) VALUES ('second')").update();
			}
			catch (RuntimeException ex) {
				assertThat(ex).hasMessageContaining("missing");
			}
		}

	}

	@Migration("V2__committing")
	static class Committing implements JavaMigration {

		@Override
		public void migrate(JavaMigrationContext context) throws SQLException {
			context.jdbcClient().sql("INSERT INTO note (text) VALUES ('first')").update();
			context.connection().commit();
		}

	}

	@Migration("V2__committing")
	static class CommittingBySql implements JavaMigration {

		@Override
		public void migrate(JavaMigrationContext context) {
			context.jdbcClient().sql("COMMIT").update();
		}

	}

	@Migration("V2__busy")
	static class Busy implements JavaMigration {

		private final Connection holder;

		private final AtomicInteger calls;

		Busy(Connection holder, AtomicInteger calls) {
			this.holder = holder;
			this.calls = calls;
		}

		@Override
		public void migrate(JavaMigrationContext context) throws SQLException {
			if (this.calls.incrementAndGet() == 2) {
				this.holder.rollback();
			}
			context.jdbcClient().sql("INSERT INTO note (text) VALUES ('once')").update();
			context.jdbcClient().sql("INSERT INTO other.busy VALUES (1)").update();
		}

	}

	@Migration(value = "V2__concurrently", transaction = false)
	static class Concurrently implements JavaMigration {

		@Override
		public void migrate(JavaMigrationContext context) throws SQLException {
			context.jdbcClient().sql("CREATE INDEX CONCURRENTLY note_text ON note (text)").update();
			context.connection().setAutoCommit(false);
			context.jdbcClient().sql("INSERT INTO note (text) VALUES ('first')").update();
			context.connection().commit();
			context.connection().setAutoCommit(true);
		}

	}

}
