package dev.appmigrations.autoconfigure;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that have {@code spring.r2dbc.url} and no data source.
 */
class R2dbcConnectionDetailsTests {

	@FreshDatabase
	private TestDatabase database;

	@ParameterizedTest
	@CsvSource({ "r2dbc:postgresql://db/shop, jdbc:postgresql://db/shop",
			"r2dbc:pool:postgresql://db:5433/shop?maxSize=9, jdbc:postgresql://db:5433/shop",
			"r2dbc:postgres://db/shop?schema=s&sslMode=VERIFY_CA&lockWaitTimeout=5s, 'jdbc:postgresql://db/shop?currentSchema=s&sslmode=verify-ca'",
			"r2dbcs:postgresql://db/shop, jdbc:postgresql://db/shop?sslmode=verify-full" })
	void urlIsThatOfJdbc(String url, String expected) {
		R2dbcConnectionDetails details = R2dbcConnectionDetails
			.of(new MockEnvironment().withProperty("spring.r2dbc.url", url));
		assertThat(details).isNotNull();
		assertThat(details.getJdbcUrl().split("[?&]")).containsExactlyInAnyOrder(expected.split("[?&]"));
	}

	@Test
	void userIsThatOfThePropertiesOrElseOfTheUrl() {
		MockEnvironment environment = new MockEnvironment().withProperty("spring.r2dbc.url",
				"r2dbc:postgresql://ada:se%40cret@db/shop");
		R2dbcConnectionDetails details = R2dbcConnectionDetails.of(environment);
		assertThat(details).isNotNull();
		assertThat(details.getUsername()).isEqualTo("ada");
		assertThat(details.getPassword()).isEqualTo("se@cret");
		assertThat(details.toString()).doesNotContain("cret");
		environment.withProperty("spring.r2dbc.username", "bob").withProperty("spring.r2dbc.password", "x");
		assertThat(R2dbcConnectionDetails.of(environment)).extracting(R2dbcConnectionDetails::getUsername)
			.isEqualTo("bob");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "r2dbc:h2:mem:///shop", "r2dbc:mysql://db/shop", "postgresql://db/shop" })
	void urlOfAnotherDatabaseIsNone(String url) {
		assertThat(R2dbcConnectionDetails.of(new MockEnvironment().withProperty("spring.r2dbc.url", url))).isNull();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void startWithoutADataSourceMigratesTheDatabaseOfTheReactiveDriver(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MigrationAutoConfiguration.class))
			.withPropertyValues("spring.r2dbc.url=" + this.database.url().replace("jdbc:", "r2dbc:pool:"),
					"spring.r2dbc.username=postgres", "spring.r2dbc.password=postgres")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.list("SELECT migration_name FROM migration_history")).isNotEmpty();
				assertThat(output).containsOnlyOnce("migrations use the database of spring.r2dbc.url through JDBC");
			});
	}

}
