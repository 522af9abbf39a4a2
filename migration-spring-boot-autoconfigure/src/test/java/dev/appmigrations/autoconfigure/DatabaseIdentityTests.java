package dev.appmigrations.autoconfigure;

import java.sql.Connection;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether two data sources lead to one database.
 */
class DatabaseIdentityTests {

	@ParameterizedTest
	@CsvSource({ "//a/d, //a/d, true", "//a/d, //a:5432/d, true", "//a/d?user=x&password=y, //a/d?ssl=true, true",
			"//A/d, //a/d, true", "//a;b:1/d, //a:5432;b:1/d, true", "//[::1]/d, //[::1]:5432/d, true",
			"//127.0.0.1:1/d, //localhost:1/d, true", "//[::1]/d, //127.0.0.1/d, true",
			"//127.0.0.10/d, //localhost/d, false", "//a/d, //a/e, false", "//a/d, //b/d, false",
			"//a/d, //a:5433/d, false", "//a/d, //a/D, false", "///d, //localhost/d, true",
			"d, //127.0.0.1:5432/d, true",
			"///d?cloudSqlInstance=p:r:a&socketFactory=x, ///d?socketFactory=x&cloudSqlInstance=p:r:b, false",
			"///d?cloudSqlInstance=p:r:a&socketFactory=x, ///d?socketFactory=x&cloudSqlInstance=p:r:a, true",
			"//?service=a, //?service=b, false", "//a/d?dbname=e, //a/e, true" })
	void sameComparesHostsPortsAndDatabase(String one, String other, boolean same) {
		assertThat(DatabaseIdentity.same(simple(one), simple(other))).isEqualTo(same);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:p6spy:postgresql://a/d", "jdbc:aws-wrapper:postgresql://a:5432/d",
			"jdbc-secretsmanager:postgresql://a/d", "jdbc:otel:p6spy:postgresql://a/d" })
	void canonicalSeesThroughWrappedDrivers(String url) {
		assertThat(DatabaseIdentity.canonical(url)).isEqualTo("jdbc:postgresql://a:5432/d");
	}

	@Test
	void describeShowsNoParameters() {
		assertThat(DatabaseIdentity.describe(simple("//a/d?socketFactory=x&socketFactoryArg=secret")))
			.isEqualTo("'jdbc:postgresql://a:5432/d'");
	}

	@Test
	void sameWhenOneIsAPoolLooksAtItsUrl() {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl("jdbc:postgresql://a/d");
			assertThat(DatabaseIdentity.same(pool, simple("//a:5432/d"))).isTrue();
			assertThat(DatabaseIdentity.same(new LazyConnectionDataSourceProxy(pool), simple("//a:5432/d"))).isTrue();
			assertThat(DatabaseIdentity.same(pool, simple("//a:5432/e"))).isFalse();
		}
	}

	@Test
	void sameWhenOneIsTheDriversOwnLooksAtItsUrl() {
		PGSimpleDataSource own = new PGSimpleDataSource();
		own.setUrl("jdbc:postgresql://a/d");
		assertThat(DatabaseIdentity.same(own, simple("//a/d"))).isTrue();
	}

	@Test
	void sameWhenADataSourceDoesNotTellItsUrlKnowsOnlyItself() {
		DataSource opaque = new AbstractDataSource() {

			@Override
			public Connection getConnection() {
				throw new AssertionError("No one asks for this");
			}

			@Override
			public Connection getConnection(String username, String password) {
				throw new AssertionError("No one asks for this");
			}

		};
		assertThat(DatabaseIdentity.same(opaque, opaque)).isTrue();
		assertThat(DatabaseIdentity.same(opaque, simple("//a/d"))).isFalse();
	}

	private static DataSource simple(String url) {
		return new SimpleDriverDataSource(new Driver(), "jdbc:postgresql:" + url.replace(';', ','));
	}

}
