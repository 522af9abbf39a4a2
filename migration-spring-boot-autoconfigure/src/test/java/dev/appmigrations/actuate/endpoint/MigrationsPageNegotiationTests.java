package dev.appmigrations.actuate.endpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import javax.sql.DataSource;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who is answered with the page, and who with JSON, on each web framework that the
 * actuator supports.
 */
class MigrationsPageNegotiationTests {

	private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

	@FreshDatabase
	private static TestDatabase database;

	private final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void failOnce() {
		Migrator migrator = Migrator
			.builder(database.dataSource(), new MemoryScripts().with("1_bad.sql", "SELECT 'secret'::int;"))
			.build();
		assertThatExceptionOfType(MigrationException.class).isThrownBy(migrator::migrate);
	}

	/**
	 * What each of them has to do.
	 */
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	abstract class Contract {

		private final Class<?> source;

		private final WebApplicationType type;

		private final ClassLoader classLoader;

		private ConfigurableApplicationContext application;

		private ConfigurableApplicationContext withoutPage;

		Contract(Class<?> source, WebApplicationType type, Class<?>... absent) {
			this.source = source;
			this.type = type;
			this.classLoader = new FilteredClassLoader(absent);
		}

		@BeforeAll
		void start() {
			this.application = start(true);
			this.withoutPage = start(false);
		}

		@AfterAll
		void stop() {
			this.withoutPage.close();
			this.application.close();
		}

		private ConfigurableApplicationContext start(boolean page) {
			return new SpringApplicationBuilder(new DefaultResourceLoader(this.classLoader), this.source).web(this.type)
				.run("--server.port=0", "--spring.application.name=shop", "--spring.datasource.url=" + database.url(),
						"--spring.datasource.username=" + database.username(),
						"--spring.datasource.password=" + database.password(), "--app.migrations.startup=none",
						"--management.endpoints.web.exposure.include=migrations",
						"--management.endpoint.migrations.page.enabled=" + page);
		}

		@ParameterizedTest
		@ValueSource(strings = { BROWSER, "text/html", "text/html;charset=utf-8", "text/*",
				"application/json;q=0.5, text/html", "text/html, application/json;q=0.9" })
		void getWhenHtmlIsAskedForAnswersWithThePage(String accept) throws Exception {
			HttpResponse<String> response = get(this.application, accept);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().firstValue("Content-Type").orElseThrow())
				.isEqualToIgnoringCase("text/html;charset=UTF-8");
			assertThat(response.body()).startsWith("<!DOCTYPE html>").endsWith("</html>\n").contains("…");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', value = { "| application/vnd.spring-boot.actuator.v3+json",
				"*/* | application/vnd.spring-boot.actuator.v3+json", "application/json | application/json",
				"application/json, */* | application/json", "application/*, text/html;q=0.1 | application/",
				"application/vnd.spring-boot.actuator.v2+json | application/vnd.spring-boot.actuator.v2+json",
				"application/vnd.spring-boot.actuator.v3+json | application/vnd.spring-boot.actuator.v3+json",
				"text/html;q=0.5, application/json | application/json",
				"text/html;q=0.5, application/vnd.spring-boot.actuator.v3+json;q=0.9 | application/vnd.spring-boot.actuator.v3+json" })
		void getWhenAnythingElseIsAskedForAnswersWithJson(String accept, String type) throws Exception {
			HttpResponse<String> response = get(this.application, accept);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
			assertThat(response.body()).startsWith("{").contains("1_bad.sql", "******").doesNotContain("secret");
		}

		@Test
		void getWhenNeitherIsAskedForIsRefused() throws Exception {
			assertThat(get(this.application, "application/xml").statusCode()).isEqualTo(406);
		}

		@Test
		void getWithoutThePageAnswersWithJsonOrRefuses() throws Exception {
			assertThat(get(this.withoutPage, "text/html").statusCode()).isEqualTo(406);
			HttpResponse<String> response = get(this.withoutPage, BROWSER);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).startsWith("{");
		}

		private HttpResponse<String> get(ConfigurableApplicationContext application, String accept)
				throws IOException, InterruptedException {
			HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:"
					+ application.getEnvironment().getProperty("local.server.port") + "/actuator/migrations"));
			if (accept != null) {
				request.header("Accept", accept);
			}
			return MigrationsPageNegotiationTests.this.client.send(request.build(), BodyHandlers.ofString());
		}

	}

	/**
	 * Spring MVC.
	 */
	@Nested
	class WebMvc extends Contract {

		WebMvc() {
			super(Application.class, WebApplicationType.SERVLET);
		}

	}

	/**
	 * Spring WebFlux.
	 */
	@Nested
	class WebFlux extends Contract {

		WebFlux() {
			super(Application.class, WebApplicationType.REACTIVE);
		}

	}

	/**
	 * Jersey.
	 */
	@Nested
	class Jersey extends Contract {

		Jersey() {
			super(JerseyApplication.class, WebApplicationType.SERVLET, DispatcherServlet.class);
		}

	}

	/**
	 * Its migration has failed.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { FlywayAutoConfiguration.class, LiquibaseAutoConfiguration.class,
			HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class })
	static class Application {

		@Bean
		Migrator main(DataSource dataSource) {
			return Migrator.builder(dataSource, new MemoryScripts().with("1_bad.sql", "SELECT 'secret'::int;")).build();
		}

	}

	/**
	 * It is served by Jersey.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JerseyApplication extends Application {

		@Bean
		ResourceConfig resources() {
			return new ResourceConfig().register(new JsonWriter());
		}

	}

	/**
	 * Boot's own for Jersey is for Jackson 2.
	 */
	static final class JsonWriter implements MessageBodyWriter<OperationResponseBody> {

		@Override
		public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
			return OperationResponseBody.class.isAssignableFrom(type);
		}

		@Override
		public void writeTo(OperationResponseBody body, Class<?> type, Type generic, Annotation[] annotations,
				MediaType mediaType, MultivaluedMap<String, Object> headers, OutputStream out) {
			JsonMapper.shared().writeValue(out, body);
		}

	}

}
