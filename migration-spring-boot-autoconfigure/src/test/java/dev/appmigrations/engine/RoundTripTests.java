package dev.appmigrations.engine;

import java.sql.Connection;
import java.sql.SQLException;

import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.CountingProxy;
import dev.appmigrations.support.CountingProxy.Traffic;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Counts what a call costs, between the driver and the server. Opening a connection has a
 * cost of its own, which is counted first and taken off.
 */
class RoundTripTests {

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private CountingProxy proxy;

	private Traffic connection;

	@BeforeEach
	void countConnection() throws SQLException {
		this.proxy = CountingProxy.start();
		try (Connection opened = this.proxy.dataSource(this.database).getConnection()) {
			assertThat(opened.isClosed()).isFalse();
			this.connection = this.proxy.traffic();
		}
	}

	@AfterEach
	void tearDown() {
		this.proxy.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 1_000 })
	void migrateWhenNothingIsPendingIsOneRoundTripOfFiveStatements(int migrations) {
		apply(migrations);
		Traffic traffic = trafficOf(() -> migrator().migrate());
		assertOneLook(traffic);
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 1_000 })
	void statusIsOneRoundTripOfNineStatements(int migrations) {
		apply(migrations);
		this.scripts.with("99999_pending.sql", "SELECT 1");
		Traffic traffic = trafficOf(() -> assertThat(migrator().status().pending()).hasSize(1));
		assertOneMessage(traffic, 9);
		assertThat(traffic.queries().toString()).doesNotContainIgnoringCase("advisory_lock");
	}

	@Test
	void validateWhenSomethingIsPendingIsOneRoundTripOfFiveStatements() {
		apply(10);
		this.scripts.with("99999_pending.sql", "SELECT 1");
		Traffic traffic = trafficOf(
				() -> assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator().validate()));
		assertOneLook(traffic);
	}

	@Test
	void migrateAppliesASmallMigrationInOneRoundTrip() {
		apply(10);
		addScripts(10, 11);
		Traffic one = trafficOf(() -> migrator().migrate());
		addScripts(11, 112);
		Traffic many = trafficOf(() -> migrator().migrate());
		assertThat(many.roundTrips() - one.roundTrips()).isEqualTo(100);
	}

	@Test
	void contractAsksOnceForTheSequencesOfTheTables() {
		apply(10);
		this.scripts.with("2000_drop.sql", "-- migrate:phase contract\nSELECT 1;");
		Traffic traffic = trafficOf(() -> assertThat(migrator().contract(ContractRequest.forced()).steps()).hasSize(1));
		assertThat(traffic.queries()).filteredOn((query) -> query.contains("pg_get_serial_sequence")).hasSize(1);
	}

	private void apply(int migrations) {
		addScripts(0, migrations);
		MigrationReport report = Migrator.builder(this.database.dataSource(), this.scripts).build().migrate();
		assertThat(report.applied()).hasSize(migrations);
	}

	private void addScripts(int from, int to) {
		for (int i = from; i < to; i++) {
			this.scripts.with("%d_select.sql".formatted(i + 1), "SELECT " + i + ";\nSELECT 'second';\n");
		}
	}

	private Migrator migrator() {
		return Migrator.builder(this.proxy.dataSource(this.database), this.scripts).build();
	}

	private Traffic trafficOf(Runnable call) {
		this.proxy.reset();
		call.run();
		return this.proxy.traffic().without(this.connection);
	}

	private static void assertOneLook(Traffic traffic) {
		assertOneMessage(traffic, 5);
		assertThat(traffic.queries().toString()).doesNotContainIgnoringCase("advisory_lock");
	}

	private static void assertOneMessage(Traffic traffic, int statements) {
		assertThat(traffic.roundTrips()).isOne();
		assertThat(traffic.statements()).isEqualTo(statements);
		assertThat(traffic.queries()).singleElement()
			.asString()
			.startsWith("SELECT ")
			.contains("IN ACCESS SHARE MODE")
			.doesNotContain("BEGIN", ";SET ", "INSERT INTO", "UPDATE", "CREATE");
	}

}
