package dev.appmigrations.autoconfigure.instance;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import dev.appmigrations.support.WatchedDriver;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that lead where a pool leads.
 */
class OwnConnectionsTests {

	private static final InstanceName NAME = new InstanceName("shop 1f2e3d4c");

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	@FreshDatabase
	private static TestDatabase database;

	@BeforeAll
	static void setUp() {
		database.execute("CREATE SCHEMA tenant");
	}

	private static HikariDataSource pool(Consumer<HikariDataSource> settings) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(database.url());
		pool.setUsername("postgres");
		pool.setPassword("postgres");
		settings.accept(pool);
		return pool;
	}

	private static SimpleDriverDataSource unpooled() {
		return new SimpleDriverDataSource(new Driver(), database.url(), "postgres", "postgres");
	}

	private static DataSource derive(DataSource shared) {
		DataSource own = OwnConnections.derive(shared, NAME, PATIENCE);
		assertThat(own).isInstanceOf(AbstractDriverBasedDataSource.class);
		return own;
	}

	private static String ask(DataSource dataSource, String expression) throws SQLException {
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SELECT " + expression)) {
			result.next();
			return result.getString(1);
		}
	}

	private static String setting(DataSource dataSource, String name) throws SQLException {
		return ask(dataSource, "current_setting('" + name + "')");
	}

	@Test
	void deriveLeadsToTheSameDatabaseAsTheSameUserUnderTheNameOfTheInstance() throws SQLException {
		DataSource own = derive(pool((pool) -> {
		}));
		assertThat(ask(own, "concat_ws(' ', current_database(), current_user)"))
			.isEqualTo(database.name() + " postgres");
		assertThat(setting(own, "application_name")).isEqualTo("shop 1f2e3d4c migrations");
	}

	@Test
	void deriveOfAPoolWithASchemaBeginsInIt() throws SQLException {
		HikariDataSource pool = pool((settings) -> settings.setSchema("tenant"));
		assertThat(OwnConnections.schemaOf(pool)).isEqualTo("tenant");
		assertThat(ask(derive(pool), "current_schema()")).isEqualTo("tenant");
	}

	@Test
	void deriveOfAPoolWithPropertiesOfTheDriverHasThemToo() throws SQLException {
		DataSource own = derive(pool((pool) -> {
			pool.addDataSourceProperty("options", "-c work_mem=5MB");
			pool.addDataSourceProperty("currentSchema", "tenant");
		}));
		assertThat(setting(own, "work_mem")).isEqualTo("5MB");
		assertThat(ask(own, "current_schema()")).isEqualTo("tenant");
	}

	@Test
	void deriveKeepsANameOfTheUser() throws SQLException {
		assertThat(setting(derive(pool((pool) -> pool.addDataSourceProperty("ApplicationName", "mine"))),
				"application_name"))
			.isEqualTo("mine migrations");
	}

	@ParameterizedTest
	@ValueSource(strings = { "?ApplicationName=my+own", "?tcpKeepAlive=true&applicationname=my%20own",
			"?ApplicationName=my+own&tcpKeepAlive=true" })
	void deriveKeepsANameOfTheUserInTheUrl(String parameters) throws SQLException {
		DataSource own = derive(pool((pool) -> pool.setJdbcUrl(database.url() + parameters)));
		assertThat(setting(own, "application_name")).isEqualTo("my own migrations");
	}

	@Test
	void deriveOfWhatWrapsAPoolLeadsWhereThePoolDoes() throws SQLException {
		HikariDataSource pool = pool((settings) -> settings.setSchema("tenant"));
		DataSource wrapper = (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { DataSource.class }, (proxy, method, arguments) -> method.invoke(pool, arguments));
		assertThat(ask(derive(wrapper), "current_schema()")).isEqualTo("tenant");
	}

	@Test
	void deriveOfAPoolWhoseUserChangesConnectsAsTheNewOne() throws SQLException {
		String role = database.name() + "_rotated";
		HikariDataSource pool = pool((settings) -> {
		});
		DataSource own = derive(pool);
		assertThat(ask(own, "current_user")).isEqualTo("postgres");
		database.execute("CREATE ROLE " + role + " LOGIN");
		try {
			pool.setUsername(role);
			assertThat(ask(own, "current_user")).isEqualTo(role);
		}
		finally {
			database.execute("DROP ROLE " + role);
		}
	}

	@Test
	void deriveOfAPoolWhoseProviderMakesCredentialsAsksItForEachConnection() throws SQLException {
		AtomicInteger asked = new AtomicInteger();
		DataSource own = derive(pool((settings) -> settings.setCredentialsProvider(() -> {
			asked.incrementAndGet();
			return Credentials.of("postgres", "postgres");
		})));
		int before = asked.get();
		assertThat(ask(own, "current_user")).isEqualTo("postgres");
		assertThat(ask(own, "current_user")).isEqualTo("postgres");
		assertThat(asked).hasValue(before + 2);
	}

	@Test
	void deriveOfAPoolWithADriverOfItsOwnConnectsByIt() throws SQLException {
		DataSource own = derive(pool((pool) -> {
			pool.setDriverClassName(WatchedDriver.class.getName());
			pool.setJdbcUrl(WatchedDriver.url(database.url()));
		}));
		int before = WatchedDriver.connections();
		assertThat(ask(own, "current_user")).isEqualTo("postgres");
		assertThat(WatchedDriver.connections()).isEqualTo(before + 1);
	}

	@Test
	void deriveOfADataSourceWithoutAPoolHasItsSchemaAndItsProperties() throws SQLException {
		SimpleDriverDataSource shared = unpooled();
		shared.setSchema("tenant");
		Properties properties = new Properties();
		properties.setProperty("options", "-c work_mem=6MB");
		shared.setConnectionProperties(properties);
		DataSource own = derive(shared);
		assertThat(OwnConnections.schemaOf(shared)).isEqualTo("tenant");
		assertThat(ask(own, "current_schema()")).isEqualTo("tenant");
		assertThat(setting(own, "work_mem")).isEqualTo("6MB");
		assertThat(properties).hasSize(1);
	}

	@Test
	void deriveOfAWrappedPoolLooksIntoIt() throws SQLException {
		DataSource wrapped = new DelegatingDataSource(pool((pool) -> pool.setSchema("tenant")));
		assertThat(ask(derive(wrapped), "current_schema()")).isEqualTo("tenant");
	}

	@Test
	void deriveWaitsForTheServerNoLongerThanItMay() {
		SimpleDriverDataSource own = (SimpleDriverDataSource) derive(unpooled());
		assertThat(own.getConnectionProperties()).containsEntry("socketTimeout", "5")
			.containsEntry("loginTimeout", "5");
	}

	@Test
	void deriveOfAPoolWithInitialSqlIsNull() {
		assertThat(OwnConnections.derive(pool((pool) -> pool.setConnectionInitSql("SET ROLE other")), NAME, PATIENCE))
			.isNull();
	}

	@Test
	void deriveOfADataSourceThatDoesNotTellWhereItLeadsIsNull() {
		DataSource secretive = new AbstractDataSource() {

			@Override
			public Connection getConnection() {
				throw new IllegalStateException("Nobody asks");
			}

			@Override
			public Connection getConnection(String username, String password) {
				return getConnection();
			}

		};
		assertThat(OwnConnections.derive(secretive, NAME, PATIENCE)).isNull();
	}

}
