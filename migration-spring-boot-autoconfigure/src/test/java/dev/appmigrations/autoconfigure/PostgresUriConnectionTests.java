package dev.appmigrations.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application whose {@code spring.datasource.url} is a connection URI, and a server
 * that asks for the password.
 */
class PostgresUriConnectionTests {

	@TempDir
	private Path directory;

	@Test
	void connectWhenUserPasswordAndDatabaseNeedEncodingReachesTheServer() throws IOException, SQLException {
		Path rules = Files.writeString(this.directory.resolve("pg_hba.conf"), """
				host all postgres all trust
				host all all all scram-sha-256
				""");
		try (EmbeddedPostgres server = EmbeddedPostgres.builder()
			.setServerConfig("hba_file", rules.toString())
			.start()) {
			try (Connection connection = server.getPostgresDatabase().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE ROLE \"me@corp\" LOGIN PASSWORD 'p@s/s:w+o?r&d=%41 ${HOME}é'");
				statement.execute("CREATE DATABASE \"my/db+1?\" OWNER \"me@corp\"");
			}
			String uri = "postgresql://me%%40corp:%s@no_such_host.invalid,localhost:%d/my%%2Fdb+1%%3F"
					+ "?application_name=a+b%%26c&connect_timeout=5&target_session_attrs=read-write&sslmode=prefer"
					+ "&options=-c%%20lock_timeout%%3D1234&require_auth=scram-sha-256&pgbouncer=true";
			String password = "p%40s%2Fs%3Aw+o%3Fr%26d%3D%2541%20%24%7BHOME%7D%C3%A9";
			assertThat(ask(uri.formatted(password, server.getPort()))).isEqualTo("me@corp my/db+1? a+b&c 1234ms");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> ask(uri.formatted("wrong", server.getPort())))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("28P01"))
				.withMessageNotContaining("wrong");
		}
	}

	private static String ask(String uri) throws SQLException {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--spring.datasource.url=" + uri)) {
			DataSource dataSource = context.getBean(DataSourceProperties.class)
				.initializeDataSourceBuilder()
				.type(SimpleDriverDataSource.class)
				.build();
			try (Connection connection = dataSource.getConnection();
					Statement statement = connection.createStatement();
					ResultSet result = statement.executeQuery("""
							SELECT concat_ws(' ', current_user, current_database(),
								current_setting('application_name'), current_setting('lock_timeout'))
							""")) {
				result.next();
				return result.getString(1);
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(DataSourceProperties.class)
	static class Application {

	}

}
