package dev.appmigrations.autoconfigure;

import java.util.Properties;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.Driver;

import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The schema in which sessions begin.
 */
class SchemaOfSessionsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "//a/d | public", "//a/d?currentSchema=app | app",
					"//a/d?ssl=true&currentSchema=app,public | app", "//a/d?options=-c%20search_path=app,public | app",
					"//a/d?options=-c+search_path=app | app", "//a/d?options=-c%20statement_timeout=5 | public",
					"//a/d?currentSchema=%22App%22 | App" })
	void ofReadsTheUrl(String url, String schema) {
		assertThat(SchemaOfSessions.of(new SimpleDriverDataSource(new Driver(), "jdbc:postgresql:" + url)))
			.isEqualTo(schema);
	}

	@Test
	void ofPrefersWhatTheDataSourceSets() {
		SimpleDriverDataSource dataSource = new SimpleDriverDataSource(new Driver(),
				"jdbc:postgresql://a/d?currentSchema=url");
		dataSource.setSchema("own");
		assertThat(SchemaOfSessions.of(dataSource)).isEqualTo("own");
	}

	@Test
	void ofAPoolReadsItsSchemaAndItsProperties() {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl("jdbc:postgresql://a/d");
			Properties properties = new Properties();
			properties.setProperty("currentSchema", "of_driver");
			pool.setDataSourceProperties(properties);
			assertThat(SchemaOfSessions.of(pool)).isEqualTo("of_driver");
			pool.setSchema("of_pool");
			assertThat(SchemaOfSessions.of(pool)).isEqualTo("of_pool");
		}
	}

}
