package dev.appmigrations.autoconfigure;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A start whose migrations run while the web server answers.
 */
@ExtendWith(OutputCaptureExtension.class)
class BackgroundMigrationsTests {

	private static final MemoryScripts scripts = new MemoryScripts();

	private static final List<String> order = new ArrayList<>();

	private final AtomicReference<ConfigurableApplicationContext> started = new AtomicReference<>();

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void setUp() {
		this.database.execute("CREATE TABLE gate (id int)");
		order.clear();
	}

	@AfterEach
	void tearDown() {
		scripts.without("1_a.sql");
	}

	private ConfigurableApplicationContext start() {
		SpringApplication application = new SpringApplication(Application.class);
		application.addListeners((ApplicationListener<ApplicationStartedEvent>) (event) -> this.started
			.set(event.getApplicationContext()));
		return application.run("--server.port=0", "--app.migrations.startup=background",
				"--app.migrations.statements.lock-timeout=1m",
				"--management.endpoints.web.exposure.include=health,migrations", "--spring.flyway.enabled=false",
				"--spring.liquibase.enabled=false", "--spring.datasource.url=" + this.database.url(),
				"--spring.datasource.username=postgres", "--spring.datasource.password=postgres");
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext context, String path)
			throws IOException, InterruptedException {
		URI uri = URI.create(
				"http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/actuator" + path);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
	}

	private static void assertProbe(ConfigurableApplicationContext context, String probe, int code, String status)
			throws IOException, InterruptedException {
		HttpResponse<String> response = get(context, "/health/" + probe);
		assertThat(response.statusCode()).as(probe).isEqualTo(code);
		assertThat(response.body()).isEqualTo("{\"status\":\"" + status + "\"}");
	}

	@Test
	void startAnswersAndIsAliveWhileMigrationsRunAndIsReadyAfterwards() throws Exception {
		scripts.with("1_a.sql", "LOCK TABLE gate;\nCREATE TABLE a (id int);");
		CompletableFuture<ConfigurableApplicationContext> run;
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("SELECT * FROM gate");
			run = CompletableFuture.supplyAsync(this::start);
			await().atMost(1, TimeUnit.MINUTES)
				.until(() -> !this.database.list(
						"SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
					.isEmpty());
			ConfigurableApplicationContext context = this.started.get();
			ApplicationAvailability availability = context.getBean(ApplicationAvailability.class);
			assertThat(availability.getLivenessState()).isEqualTo(LivenessState.CORRECT);
			assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
			assertProbe(context, "liveness", 200, "UP");
			assertProbe(context, "readiness", 503, "OUT_OF_SERVICE");
			assertThat(get(context, "/migrations").body()).contains("\"migration\":\"1_a.sql\"",
					"\"waitsFor\":\"ACCESS EXCLUSIVE on gate\"", "\"state\":\"idle in transaction\"");
			assertThat(context.getBean("migrationsHealthIndicator", HealthIndicator.class).health(true))
				.hasToString("OUT_OF_SERVICE {migrators={migrator={}}}");
			HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
			assertThat(groups.getNames()).containsExactlyInAnyOrder("liveness", "readiness")
				.noneMatch((group) -> groups.get(group).isMember("migrations"));
			assertThat(groups.getPrimary().isMember("migrations")).isTrue();
			assertThat(run).isNotDone();
			connection.rollback();
		}
		try (ConfigurableApplicationContext context = run.get(1, TimeUnit.MINUTES)) {
			assertThat(context.getBean(ApplicationAvailability.class).getReadinessState())
				.isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
			assertProbe(context, "liveness", 200, "UP");
			assertProbe(context, "readiness", 200, "UP");
			assertThat(context.getBean("migrationsHealthIndicator", HealthIndicator.class).health(false).getStatus())
				.isEqualTo(Status.UP);
			assertThat(get(context, "/migrations").body()).doesNotContain("\"running\"");
			assertThat(order).containsExactly("a is there");
		}
	}

	@Test
	void startWhoseMigrationFailsStopsWithTheAnalysis(CapturedOutput output) {
		scripts.with("1_a.sql", "SELECT nothing FROM gate;");
		assertThatException().isThrownBy(this::start);
		ConfigurableApplicationContext context = this.started.get();
		assertThat(context.isActive()).isFalse();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> get(context, "/health"));
		assertThat(output).contains("APPLICATION FAILED TO START", "Migration 1_a.sql failed at", "1_a.sql:1:8");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ScriptSource scripts() {
			return scripts;
		}

		@Bean
		ApplicationRunner later(DataSource dataSource) {
			return (arguments) -> {
				try (Connection connection = dataSource.getConnection();
						Statement statement = connection.createStatement()) {
					statement.execute("SELECT * FROM a");
					order.add("a is there");
				}
			};
		}

	}

}
