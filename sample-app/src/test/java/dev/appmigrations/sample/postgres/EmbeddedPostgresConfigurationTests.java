package dev.appmigrations.sample.postgres;

import java.nio.file.Path;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmbeddedPostgresConfiguration}.
 */
class EmbeddedPostgresConfigurationTests {

	@TempDir
	Path temp;

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void createRunner() {
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withUserConfiguration(EmbeddedPostgresConfiguration.class)
			.withPropertyValues("sample.postgres.data-directory=" + this.temp.resolve("postgres"),
					"sample.postgres.port=0");
	}

	@Test
	void dataSourceWhenUrlIsBlankUsesEmbeddedServer() {
		this.contextRunner.withPropertyValues("spring.datasource.url=").run((context) -> {
			JdbcClient jdbcClient = JdbcClient.create(context.getBean(DataSource.class));
			assertThat(jdbcClient.sql("SHOW data_directory").query(String.class).single())
				.isEqualTo(this.temp.resolve("postgres").toString());
		});
		assertThat(this.temp.resolve("postgres").resolve("postmaster.pid")).doesNotExist();
	}

	@Test
	void dataSourceWhenUrlIsSetUsesItAndNoServerStarts() {
		String url = "jdbc:postgresql://db.example.test/orders";
		this.contextRunner.withPropertyValues("spring.datasource.url=" + url).run((context) -> {
			assertThat(context).doesNotHaveBean(EmbeddedPostgresServer.class);
			assertThat(context.getBean(HikariDataSource.class).getJdbcUrl()).isEqualTo(url);
		});
		assertThat(this.temp).isEmptyDirectory();
	}

	@ParameterizedTest
	@ValueSource(strings = { "DATABASE_URL=", "SPRING_DATASOURCE_URL=", "DIRECT_DATABASE_URL=postgresql://localhost/x",
			"spring.datasource.url=${MISSING}" })
	void startWhenAUrlIsThereAndCannotBeUsedFailsAndNoServerStarts(String property) {
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("file",
						Map.of("spring.datasource.url", "${DATABASE_URL:}", "app.migrations.url",
								"${DIRECT_DATABASE_URL:}"))))
			.withPropertyValues(property)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasRootCauseInstanceOf(UnusableDatabaseUrlException.class));
		assertThat(this.temp).isEmptyDirectory();
	}

}
