package dev.appmigrations.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import dev.appmigrations.autoconfigure.person.Person;
import dev.appmigrations.autoconfigure.person.PersonRepository;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that use the database come after the migrations, whatever their own order.
 */
class DatabaseInitializationOrderTests {

	@FreshDatabase
	private TestDatabase database;

	private ApplicationContextRunner application;

	@BeforeEach
	void setUp() {
		this.application = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceInitializationAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
					JdbcClientAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
					TransactionAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
					"spring.datasource.password=postgres");
	}

	@Test
	void jdbcClientWhenABeanUsesItInItsConstructorFindsTheTables() {
		this.application.withUserConfiguration(WithJdbcClient.class)
			.run((context) -> assertThat(context.getBean(Names.class).values()).containsExactly("Ada"));
	}

	@Test
	void annotatedBeanFindsTheTables() {
		this.application.withUserConfiguration(WithAnnotation.class)
			.run((context) -> assertThat(context.getBean(Names.class).values()).containsExactly("Ada"));
	}

	@Test
	void hibernateWhenItValidatesFindsTheTables() {
		this.application.withUserConfiguration(WithJpa.class)
			.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class,
					DataJpaRepositoriesAutoConfiguration.class))
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=validate")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(PersonRepository.class).findAll()).extracting(Person::getName)
					.containsExactly("Ada");
			});
	}

	@Test
	void hibernateWhenThereAreNoMigrationsFailsToValidate() {
		this.application.withUserConfiguration(WithJpa.class)
			.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=validate", "app.migrations.enabled=false")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void scriptsOfSpringsOwnInitializationRunAfterwards() {
		this.application
			.withPropertyValues("spring.sql.init.mode=always",
					"spring.sql.init.data-locations=classpath:other/data.sql")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.list("SELECT name FROM person ORDER BY id")).containsExactly("Ada", "Grace");
			});
	}

	private record Names(List<String> values) {

	}

	@Configuration(proxyBeanMethods = false)
	static class WithJdbcClient {

		@Bean
		Names names(JdbcClient client) {
			return new Names(client.sql("SELECT name FROM person").query(String.class).list());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithAnnotation {

		@Bean
		@DependsOnDatabaseInitialization
		Names names(DataSource dataSource) {
			return new Names(JdbcClient.create(dataSource).sql("SELECT name FROM person").query(String.class).list());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Person.class)
	static class WithJpa {

	}

}
