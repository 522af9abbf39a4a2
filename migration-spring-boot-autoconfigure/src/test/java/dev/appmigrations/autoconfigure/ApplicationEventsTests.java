package dev.appmigrations.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.autoconfigure.person.Person;
import dev.appmigrations.autoconfigure.person.PersonRepository;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a context publishes of its migrations, and who may hear it when.
 */
class ApplicationEventsTests {

	@FreshDatabase
	private TestDatabase database;

	private ApplicationContextRunner application;

	@BeforeEach
	void setUp() {
		this.application = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					TransactionAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
					DataJpaRepositoriesAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withUserConfiguration(WithJpa.class)
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
					"spring.datasource.password=postgres");
	}

	@Test
	void startIsToldWhenRepositoriesAreThereAndLaterRunsAsTheyHappen() {
		this.application.withBean(Audit.class).run((context) -> {
			Audit audit = context.getBean(Audit.class);
			assertThat(audit.applied).containsExactly("20251103000001_base_schema.sql",
					"20251104000001_first_person.sql");
			assertThat(audit.people).isEqualTo(1);
			assertThat(audit.later).isEmpty();
			this.database.execute("DELETE FROM migration_history WHERE migration_name LIKE '20251104%'");
			context.getBean(Migrator.class).migrate();
			assertThat(audit.later).containsExactly("Planned", "Started", "Applied", "Completed", "Ended");
		});
	}

	@Test
	void startThatDoesNothingTellsNothing() {
		this.application.run((context) -> assertThat(context).hasNotFailed());
		this.application.withBean(Audit.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Audit.class).applied).isEmpty();
			assertThat(context.getBean(Audit.class).people).isEqualTo(-1);
		});
	}

	@Test
	void listenerThatNeedsARepositoryIsToldOfTheWayOut() {
		this.application.withBean("needsRepository", NeedsRepository.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasStackTraceContaining(MigrationSetupException.class.getName())
				.hasStackTraceContaining("The MigrationListener bean 'needsRepository' needs a bean that waits for the"
						+ " migrations, and the migrations wait for it: a circle.")
				.hasStackTraceContaining("MigrationsCompletedEvent");
		});
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Person.class)
	static class WithJpa {

	}

	static class Audit {

		private final PersonRepository repository;

		private final List<String> applied = new ArrayList<>();

		private final List<String> later = new ArrayList<>();

		private long people = -1;

		Audit(PersonRepository repository) {
			this.repository = repository;
		}

		@EventListener
		void started(MigrationsCompletedEvent event) {
			event.applied().stream().map(StepReport::name).forEach(this.applied::add);
			this.people = this.repository.count();
		}

		@EventListener
		void happened(MigrationEvent event) {
			this.later.add(event.getClass().getSimpleName());
		}

	}

	static class NeedsRepository implements MigrationListener {

		NeedsRepository(PersonRepository repository) {
			assertThat(repository).isNotNull();
		}

		@Override
		public void onEvent(MigrationEvent event) {
			// Never comes about.
		}

	}

}
