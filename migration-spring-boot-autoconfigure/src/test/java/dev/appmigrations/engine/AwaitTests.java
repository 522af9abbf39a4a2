package dev.appmigrations.engine;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import javax.sql.DataSource;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.LateServer;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Waiting for a database.
 */
@Timeout(30)
class AwaitTests {

	@FreshDatabase
	TestDatabase database;

	private final List<String> reasons = Collections.synchronizedList(new ArrayList<>());

	private Migrator migrator(DataSource dataSource) {
		return Migrator.builder(dataSource, new MemoryScripts()).build().withListener((event) -> {
			if (event instanceof MigrationEvent.DatabaseAwaited awaited) {
				this.reasons.add(awaited.reason());
			}
		});
	}

	private static DataSource at(int port, String database, String password) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl("jdbc:postgresql://localhost:" + port + "/" + database + "?sslmode=disable");
		dataSource.setUser("postgres");
		dataSource.setPassword(password);
		return dataSource;
	}

	private static ErrorCode codeOf(Migrator migrator, Duration timeout) {
		try {
			migrator.database().await(timeout);
			throw new AssertionError("It did not fail");
		}
		catch (MigrationException ex) {
			assertThat(ex.getMessage()).doesNotContain("hush-4711");
			return ex.code();
		}
	}

	@Test
	void awaitWhenTheServerComesUpReturnsTheDatabase() {
		try (LateServer server = new LateServer()) {
			Migrator migrator = migrator(server.dataSource(this.database, "postgres"));
			Thread starter = new Thread(() -> {
				pause();
				server.startUp();
				pause();
				server.ready();
			});
			starter.start();
			assertThat(migrator.database().await(Duration.ofSeconds(20)).name()).isEqualTo(this.database.name());
			assertThat(this.reasons).anyMatch((reason) -> reason.contains("refused"))
				.anyMatch((reason) -> reason.contains("starting up"));
		}
	}

	@Test
	void awaitWhenTheDatabaseIsCreatedMeanwhileReturnsIt() {
		String name = this.database.name() + "_late";
		Thread creator = new Thread(() -> {
			pause();
			this.database.executeOnServer("CREATE DATABASE " + name);
		});
		creator.start();
		try {
			Migrator migrator = migrator(at(TestDatabase.port(), name, "postgres"));
			assertThat(migrator.database().await(Duration.ofSeconds(20)).name()).isEqualTo(name);
			assertThat(this.reasons).first().asString().contains("does not exist").hasLineCount(1);
		}
		finally {
			this.database.executeOnServer("DROP DATABASE " + name + " WITH (FORCE)");
		}
	}

	@Test
	void awaitWhenTimeIsOverSaysWhy() throws Exception {
		Duration timeout = Duration.ofMillis(300);
		assertThat(codeOf(migrator(at(TestDatabase.port(), "no_such_database", "hush-4711")), timeout))
			.isEqualTo(ErrorCode.DATABASE_MISSING);
		int port;
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = silent.getLocalPort();
			assertThat(codeOf(migrator(at(port, "x", "hush-4711")), timeout)).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
		}
		assertThat(codeOf(migrator(at(port, "x", "hush-4711")), timeout)).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
	}

	@Test
	void awaitWhenTheRoleIsRefusedFailsAtOnce() {
		this.database.execute("CREATE ROLE " + this.database.name() + "_nologin");
		try {
			PGSimpleDataSource dataSource = (PGSimpleDataSource) at(TestDatabase.port(), this.database.name(), "x");
			dataSource.setUser(this.database.name() + "_nologin");
			assertThat(codeOf(migrator(dataSource), Duration.ofMinutes(5))).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
			assertThat(this.reasons).isEmpty();
		}
		finally {
			this.database.execute("DROP ROLE " + this.database.name() + "_nologin");
		}
	}

	@Test
	void awaitWhenTheDatabaseIsThereNeedsNoTime() {
		assertThat(migrator(this.database.dataSource()).database().await(Duration.ZERO).name())
			.isEqualTo(this.database.name());
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> migrator(at(1, "x", "hush-4711")).database().await(Duration.ZERO));
	}

	private static void pause() {
		try {
			Thread.sleep(400);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
