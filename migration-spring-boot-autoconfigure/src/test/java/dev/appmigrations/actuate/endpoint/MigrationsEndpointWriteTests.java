package dev.appmigrations.actuate.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the endpoint changes, over HTTP.
 */
class MigrationsEndpointWriteTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

	private final MemoryScripts scripts = new MemoryScripts();

	@FreshDatabase
	private TestDatabase database;

	private ConfigurableApplicationContext start(Framework framework, String... properties) {
		List<String> all = new ArrayList<>(
				List.of("server.port=0", "management.endpoints.web.exposure.include=migrations",
						"spring.flyway.enabled=false", "spring.liquibase.enabled=false",
						"app.migrations.backfill.mode=command", "spring.datasource.url=" + this.database.url(),
						"spring.datasource.username=postgres", "spring.datasource.password=postgres"));
		all.addAll(List.of(properties));
		ClassLoader classLoader = (framework != Framework.JERSEY) ? getClass().getClassLoader()
				: new FilteredClassLoader(DispatcherServlet.class);
		return new SpringApplicationBuilder(new DefaultResourceLoader(classLoader),
				(framework != Framework.JERSEY) ? Application.class : JerseyApplication.class)
			.web((framework != Framework.WEBFLUX) ? WebApplicationType.SERVLET : WebApplicationType.REACTIVE)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(ScriptSource.class,
					() -> this.scripts))
			.properties(all.toArray(String[]::new))
			.run();
	}

	private static HttpResponse<String> send(ConfigurableApplicationContext context, String method, String path)
			throws IOException, InterruptedException {
		URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port")
				+ "/actuator/migrations/" + path);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri)
				.header("Content-Type", "application/json")
				.method(method,
						(method.equals("POST")) ? HttpRequest.BodyPublishers.ofString("{}")
								: HttpRequest.BodyPublishers.noBody())
				.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static String id(HttpResponse<String> response) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
		Matcher id = ID.matcher(response.body());
		assertThat(id.find()).isTrue();
		return id.group(1);
	}

	private static void awaitState(ConfigurableApplicationContext context, String id, String state) {
		await().atMost(SOON)
			.untilAsserted(() -> assertThat(send(context, "GET", "runs/" + id).body())
				.contains("\"state\":\"" + state + "\""));
	}

	@ParameterizedTest
	@EnumSource
	void nothingCanBeChangedUnlessTheAccessIsUnrestricted(Framework framework) throws Exception {
		try (ConfigurableApplicationContext context = start(framework)) {
			assertThat(send(context, "POST", "apply").statusCode()).isEqualTo(405);
			assertThat(send(context, "POST", "1_a.sql/pause").statusCode()).isEqualTo(405);
		}
	}

	@ParameterizedTest
	@EnumSource
	void operatorsApplyContractAndDecideAboutBackfills(Framework framework) throws Exception {
		this.database.execute("CREATE TABLE gate (id int PRIMARY KEY, n int);"
				+ " INSERT INTO gate SELECT i FROM generate_series(1, 20000) i");
		try (ConfigurableApplicationContext context = start(framework,
				"management.endpoint.migrations.access=unrestricted")) {
			this.scripts.with("1_a.sql", "LOCK TABLE gate;\nCREATE TABLE a (id int);");
			String run;
			try (Connection other = this.database.dataSource().getConnection();
					Statement statement = other.createStatement()) {
				other.setAutoCommit(false);
				statement.execute("LOCK TABLE gate");
				run = id(send(context, "POST", "apply"));
				awaitState(context, run, "running");
				assertThat(send(context, "POST", "apply").statusCode()).isEqualTo(409);
				assertThat(send(context, "POST", "contract").statusCode()).isEqualTo(409);
				other.rollback();
			}
			awaitState(context, run, "done");
			assertThat(send(context, "GET", "runs/" + run).body()).contains("1_a.sql");
			this.scripts.with("2_wrong.sql", "SELECT 'secret' FROM nothing;");
			String failed = id(send(context, "POST", "apply"));
			awaitState(context, failed, "failed");
			assertThat(send(context, "GET", "runs/" + failed).body()).contains("STATEMENT_FAILED")
				.doesNotContain("secret");
			this.scripts.without("2_wrong.sql").with("2_fill.sql", """
					-- migrate:backfill table=gate key=id
					-- migrate:verify SELECT id FROM gate WHERE n IS NULL
					UPDATE gate SET n = 1 WHERE id BETWEEN :from AND :to;
					""");
			awaitState(context, id(send(context, "POST", "apply")), "done");
			HttpResponse<String> paused = send(context, "POST", "2_fill.sql/pause");
			assertThat(paused.statusCode()).as(paused.body()).isEqualTo(204);
			assertThat(this.database.value("SELECT state FROM migration_progress")).isEqualTo("paused");
			assertThat(send(context, "POST", "2_fill.sql/resume").statusCode()).isEqualTo(204);
			assertThat(send(context, "POST", "2_fill.sql/retry").statusCode()).isIn(204, 409);
			assertThat(send(context, "POST", "9_other.sql/pause").statusCode()).isEqualTo(409);
			assertThat(send(context, "POST", "2_fill.sql/drop").statusCode()).isEqualTo(404);
			assertThat(send(context, "POST", "drop").statusCode()).isEqualTo(404);
			assertThat(send(context, "GET", "runs/unknown").statusCode()).isEqualTo(404);
			assertThat(send(context, "POST", "apply?migrator=unknown").statusCode()).isEqualTo(400);
		}
	}

	private enum Framework {

		WEBMVC, WEBFLUX, JERSEY

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * It is served by Jersey.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JerseyApplication extends Application {

		@Bean
		ResourceConfig resources() {
			return new ResourceConfig().register(new MigrationsPageNegotiationTests.JsonWriter())
				.register(new NoBody())
				.register(new JsonOfProblems());
		}

	}

	/**
	 * Reads nothing: whatever is sent has no meaning.
	 */
	static final class NoBody implements MessageBodyReader<Map<String, Object>> {

		@Override
		public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
			return type == Map.class;
		}

		@Override
		public Map<String, Object> readFrom(Class<Map<String, Object>> type, Type generic, Annotation[] annotations,
				MediaType mediaType, MultivaluedMap<String, String> headers, InputStream in) {
			return Map.of();
		}

	}

	/**
	 * Writes what an operation refuses with.
	 */
	static final class JsonOfProblems implements MessageBodyWriter<Object> {

		@Override
		public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
			return Map.class.isAssignableFrom(type) || type == ErrorDescriptor.class;
		}

		@Override
		public void writeTo(Object body, Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType,
				MultivaluedMap<String, Object> headers, OutputStream out) {
			JsonMapper.shared().writeValue(out, body);
		}

	}

}
