package dev.appmigrations.autoconfigure.instance;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.appmigrations.autoconfigure.MigrationAutoConfiguration;
import dev.appmigrations.autoconfigure.state.DatabaseStates;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.instance.InstanceListener;
import dev.appmigrations.support.CapturedLog;
import dev.appmigrations.support.MemoryScripts;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ApplicationListener;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application says of its readiness while one of its databases may lack what it
 * needs. The auto-configurations come in the order in which Spring Boot sorts them, which
 * puts ours before that of the availability.
 */
class InstanceReadinessTests {

	private final List<ReadinessState> published = new CopyOnWriteArrayList<>();

	private final DatabaseStates states = new DatabaseStates(Clock.systemUTC(), Duration.ofSeconds(15));

	private final Migrator first = this.states.follow("first", migrator());

	private final Migrator second = this.states.follow("second", migrator());

	private static Migrator migrator() {
		return Migrator.builder(new SimpleDriverDataSource(), new MemoryScripts()).build();
	}

	private void run(Scenario scenario) {
		ContextConsumer<AssertableApplicationContext> consumer = (context) -> {
			context.getSourceApplicationContext()
				.addApplicationListener(
						(ApplicationListener<AvailabilityChangeEvent<ReadinessState>>) (event) -> this.published
							.add(event.getState()));
			InstanceReadiness readiness = context.getBean(InstanceReadiness.class);
			scenario.run(context, readiness.listener(this.states.of(this.first)),
					readiness.listener(this.states.of(this.second)));
		};
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ApplicationAvailabilityAutoConfiguration.class,
					MigrationAutoConfiguration.class))
			.withBean(Migrator.class, () -> this.first)
			.withPropertyValues("app.migrations.startup=none", "spring.flyway.enabled=false",
					"spring.liquibase.enabled=false")
			.run(consumer);
	}

	private static void publish(AssertableApplicationContext context, ReadinessState state) {
		AvailabilityChangeEvent.publish(context, state);
	}

	private static ReadinessState readiness(AssertableApplicationContext context) {
		return context.getBean(ApplicationAvailability.class).getReadinessState();
	}

	@Test
	void eventsWhileNothingIsSuspendedAreLeftAlone() {
		run((context, one, two) -> {
			publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			assertThat(readiness(context)).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
			assertThat(this.published).containsExactly(ReadinessState.ACCEPTING_TRAFFIC);
		});
	}

	@Test
	void suspendedRefusesTrafficAndResumedAcceptsItAgain() {
		run((context, one, two) -> {
			publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			one.suspended("No sign of life");
			assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
			one.resumed();
			assertThat(readiness(context)).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
			assertThat(this.published).containsExactly(ReadinessState.ACCEPTING_TRAFFIC,
					ReadinessState.REFUSING_TRAFFIC, ReadinessState.ACCEPTING_TRAFFIC);
		});
	}

	@Test
	void acceptingThatSomebodyPublishesWhileSuspendedIsOverruledAtOnce() {
		run((context, one, two) -> {
			one.suspended("No sign of life");
			publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
			one.resumed();
			assertThat(readiness(context)).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
		});
	}

	@Test
	void resumedBeforeTheApplicationWasReadyDoesNotMakeItReady() {
		run((context, one, two) -> {
			one.suspended("No sign of life");
			one.resumed();
			assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		});
	}

	@Test
	void resumedWhenSomebodyElseRefusedMeanwhileStillRefuses() {
		run((context, one, two) -> {
			publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			one.suspended("No sign of life");
			publish(context, ReadinessState.REFUSING_TRAFFIC);
			one.resumed();
			assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		});
	}

	@Test
	void resumedWaitsForEveryDatabase() {
		run((context, one, two) -> {
			publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			one.suspended("No sign of life");
			two.suspended("No sign of life");
			one.resumed();
			assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
			two.resumed();
			assertThat(readiness(context)).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
		});
	}

	@Test
	void suspendedSaysWhy() {
		try (CapturedLog log = CapturedLog.open()) {
			run((context, one, two) -> one.suspended("No sign of life"));
			assertThat(log.text()).contains("No sign of life: it refuses traffic until that is mended");
		}
	}

	/**
	 * What happens in the context.
	 */
	@FunctionalInterface
	private interface Scenario {

		void run(AssertableApplicationContext context, InstanceListener one, InstanceListener two);

	}

}
