package dev.appmigrations.engine.safety.facts;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.safety.facts.FactsRequest.Depth;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.support.CountingProxy;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.HiddenDriver;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What it costs to read facts, and what becomes of them where it would cost too much.
 */
class FactsCostTests {

	/** Catalogues that have rows for each table of the database. */
	private static final String GROWING = "Seq Scan on pg_(class|attribute|attrdef|constraint|depend|index|inherits"
			+ "|type|trigger|rewrite|proc|policy|statistic_ext|enum|partitioned_table|publication_rel)\\b";

	@FreshDatabase
	private static TestDatabase database;

	@BeforeAll
	static void createSchema() {
		FactsSchema.createIn(database);
	}

	private static FactsReading read(DataSource dataSource, FactsRequest request) throws SQLException {
		try (Session session = Session.open(dataSource, (notice) -> {
		})) {
			return new FactsReader().read(session, request);
		}
	}

	private static FactsRequest names(Depth depth) {
		return FactsRequest
			.of(List.of(ObjectName.of("shop", "orders"), ObjectName.of("shop", "event_at"),
					ObjectName.of("shop", "positive"), ObjectName.of("nothing")), List.of(ObjectName.of("now")), "shop")
			.with(Duration.ofSeconds(30), depth);
	}

	@Test
	void readWhenNamesAreAskedForTakesOneRoundTrip() throws Exception {
		try (CountingProxy proxy = CountingProxy.start();
				Session session = Session.open(proxy.dataSource(database), (notice) -> {
				})) {
			proxy.reset();
			assertThat(new FactsReader().read(session, names(Depth.COUNTERS)).reason()).isNull();
			assertThat(proxy.traffic().roundTrips()).isEqualTo(1);
		}
	}

	/** So that the number of tables in the database does not matter. */
	@ParameterizedTest
	@EnumSource
	void readWhenNamesAreAskedForReadsNoCatalogueAsAWhole(Depth depth) throws Exception {
		List<String> plans = new ArrayList<>();
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			for (String sql : new FactsStatements(names(depth), FactsSchema.MAJOR * 10000, false).all()) {
				if (sql.contains(" FROM pg_catalog.pg_")) {
					ResultSet lines = statement.executeQuery("EXPLAIN " + sql);
					while (lines.next()) {
						plans.add(lines.getString(1));
					}
				}
				statement.execute(sql);
			}
		}
		assertThat(plans).hasSizeGreaterThan(100).allSatisfy((line) -> assertThat(line).doesNotContainPattern(GROWING));
	}

	@Test
	void readWhenDriverIsHiddenReadsTheSame() throws Exception {
		SchemaFacts hidden = Objects
			.requireNonNull(read(HiddenDriver.hide(database.dataSource()), names(Depth.CATALOGUE)).facts());
		SchemaFacts facts = Objects.requireNonNull(read(database.dataSource(), names(Depth.CATALOGUE)).facts());
		assertThat(hidden.relations()).isEqualTo(facts.relations()).isNotEmpty();
		assertThat(hidden.types()).isEqualTo(facts.types());
	}

	@Test
	void readWhenItTakesTooLongIsUnknownAndTheSessionIsUsable() throws Exception {
		try (Session session = Session.open(database.dataSource(), (notice) -> {
		})) {
			FactsReader reader = new FactsReader();
			FactsReading reading = reader.read(session, FactsRequest.ofEverything(List.of(), Duration.ofMillis(1)));
			assertThat(reading.facts()).isNull();
			assertThat(reading.reason()).isEqualTo("reading them took longer than 1 ms");
			assertThat(reader.read(session, names(Depth.PROBES)).facts()).isNotNull();
			assertThat(session.query(List.of("SELECT pg_catalog.current_setting('statement_timeout') AS t,"
					+ " pg_catalog.current_setting('enable_seqscan') AS s"))
				.rows(0)
				.value(0, "t")).isEqualTo("0");
		}
	}

	@Test
	void readWhenOneTableCannotBeTriedTriesTheOthers() throws Exception {
		try (TestDatabase other = TestDatabase.create()) {
			StringBuilder tables = new StringBuilder();
			for (int i = 100; i < 330; i++) {
				tables.append("CREATE TABLE t%1$d (id int); INSERT INTO t%1$d VALUES (1);".formatted(i));
			}
			other.execute(tables.toString());
			try (Connection holder = other.dataSource().getConnection();
					Statement statement = holder.createStatement()) {
				holder.setAutoCommit(false);
				statement.execute("LOCK TABLE t100, t210, t329");
				SchemaFacts facts = Objects.requireNonNull(
						read(other.dataSource(), FactsRequest.ofEverything(List.of(), Duration.ofSeconds(30))).facts());
				assertThat(facts.relations()).hasSize(230)
					.allSatisfy((table) -> assertThat(table.empty()).as(table.name())
						.isEqualTo((List.of("t100", "t210", "t329").contains(table.name())) ? null : Boolean.FALSE));
			}
		}
	}

	@Test
	void readWhenManyTablesReferToOneReadsSomeOfThem() throws Exception {
		try (TestDatabase other = TestDatabase.create()) {
			other.execute("CREATE TABLE hub (id int PRIMARY KEY); CREATE TABLE parts (a int) PARTITION BY LIST (a)");
			StringBuilder tables = new StringBuilder();
			for (int i = 0; i < FactsStatements.MOST_RELATED + 50; i++) {
				tables.append(("CREATE TABLE spoke_%1$d (id int REFERENCES hub);"
						+ " CREATE TABLE part_%1$d PARTITION OF parts FOR VALUES IN (%1$d);"
						+ " INSERT INTO parts VALUES (%1$d);")
					.formatted(i));
			}
			other.execute(tables + "ANALYZE parts");
			SchemaFacts hub = facts(other, "hub");
			assertThat(hub.relations()).hasSize(FactsStatements.MOST_RELATED + 1);
			assertThat(relation(hub, "hub").constraints())
				.filteredOn((constraint) -> constraint.kind() == ConstraintFacts.Kind.FOREIGN_KEY)
				.hasSize(FactsStatements.MOST_RELATED + 50);
			SchemaFacts parts = facts(other, "parts");
			assertThat(parts.relations()).hasSizeBetween(FactsStatements.MOST_RELATED,
					FactsStatements.MOST_RELATED + 1);
			assertThat(relation(parts, "parts").rows()).isEqualTo(FactsStatements.MOST_RELATED + 50);
			assertThat(relation(parts, "parts").bytes()).isEqualTo((FactsStatements.MOST_RELATED + 50) * 8192L);
		}
	}

	private static SchemaFacts facts(TestDatabase database, String name) throws SQLException {
		return Objects
			.requireNonNull(read(database.dataSource(), FactsRequest.of(List.of(ObjectName.of(name)), List.of(), null)
				.with(Duration.ofSeconds(30), Depth.CATALOGUE)).facts());
	}

	private static RelationFacts relation(SchemaFacts facts, String name) {
		return facts.relations().stream().filter((each) -> each.name().equals(name)).findFirst().orElseThrow();
	}

}
