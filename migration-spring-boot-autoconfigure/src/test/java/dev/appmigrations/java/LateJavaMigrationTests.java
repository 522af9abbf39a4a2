package dev.appmigrations.java;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.autoconfigure.person.Person;
import dev.appmigrations.autoconfigure.person.PersonRepository;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Migrations in Java that use beans which wait for the migrations.
 */
@ExtendWith(OutputCaptureExtension.class)
class LateJavaMigrationTests {

	private static final List<String> order = new ArrayList<>();

	@FreshDatabase
	private TestDatabase database;

	private ConfigurableApplicationContext start(Class<?> application) {
		order.clear();
		SpringApplication spring = new SpringApplication(application);
		spring.addListeners((ApplicationListener<AvailabilityChangeEvent<?>>) (event) -> order
			.add(event.getState() + " " + this.database.value("SELECT count(*) FROM migration_history")));
		return spring.run("--spring.main.web-application-type=none", "--spring.flyway.enabled=false",
				"--spring.liquibase.enabled=false", "--app.migrations.locations=classpath:db/java",
				"--spring.datasource.url=" + this.database.url(), "--spring.datasource.username=postgres",
				"--spring.datasource.password=postgres", "--spring.jpa.hibernate.ddl-auto=none");
	}

	@Test
	void circleIsNamedWithTheWayOut(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(Circle.class))
			.satisfies((ex) -> assertThat(ex).hasStackTraceContaining(MigrationException.class.getName()));
		assertThat(output)
			.contains("Migration V2__people (" + NeedsRepository.class.getName()
					+ ") needs beans that wait for the migrations: a circle.")
			.contains("needs personRepository")
			.contains("Write afterContext = true in its @Migration");
		assertThat(this.database.list("SELECT migration_name FROM migration_history")).containsExactly("V1__note.sql");
	}

	@Test
	void oneAfterTheContextUsesRepositoriesAndOthersDoNotWaitForIt() {
		try (ConfigurableApplicationContext context = start(Late.class)) {
			assertThat(this.database.list("SELECT migration_name FROM migration_history ORDER BY id"))
				.containsExactly("V1__note.sql", "V3__last.sql", "V2__people", "V4__more");
			assertThat(this.database.list("SELECT text FROM note ORDER BY id")).containsExactly("last", "people: 0",
					"requires it");
			assertThat(order).containsExactly("CORRECT 2", "ACCEPTING_TRAFFIC 4");
			assertThat(context.getBean(Migrator.class).status().problems()).isEmpty();
			assertThat(this.database.value("SELECT bool_or(out_of_order) FROM migration_history")).isEqualTo("f");
		}
	}

	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Person.class)
	@Import(NeedsRepository.class)
	static class Circle {

	}

	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Person.class)
	@Import(NeedsRepositoryLate.class)
	static class Late {

		@Bean
		@Migration(value = "V4__more", requires = "V2__people")
		JavaMigration more() {
			return (context) -> context.jdbcClient().sql("INSERT INTO note (text) VALUES ('requires it')").update();
		}

	}

	@Migration("V2__people")
	static class NeedsRepository implements JavaMigration {

		private final PersonRepository people;

		NeedsRepository(PersonRepository people) {
			this.people = people;
		}

		@Override
		public void migrate(JavaMigrationContext context) {
			context.jdbcClient()
				.sql("INSERT INTO note (text) VALUES (?)")
				.param("people: " + this.people.count())
				.update();
		}

	}

	@Migration(value = "V2__people", afterContext = true)
	static class NeedsRepositoryLate extends NeedsRepository {

		NeedsRepositoryLate(PersonRepository people) {
			super(people);
		}

	}

}
