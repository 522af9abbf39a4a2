package dev.appmigrations.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application as its users see it: over HTTP, on its own PostgreSQL, which the
 * starter has migrated.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=", "sample.postgres.port=0", "spring.main.banner-mode=off" })
@DirtiesContext
class SampleApplicationTests {

	private static final List<String> MIGRATIONS = List.of("20251101000001_supabase_compatibility.sql",
			"20251103000001_base_schema.sql", "20251105000001_account_manager_agent.sql",
			"20251108000001_jobs_system.sql", "20251112000001_add_bounce_tracking.sql",
			"20251115000001_user_settings.sql");

	@TempDir
	static Path temp;

	@LocalServerPort
	private int port;

	private RestTestClient client;

	@DynamicPropertySource
	static void dataDirectory(DynamicPropertyRegistry registry) {
		registry.add("sample.postgres.data-directory", () -> temp.resolve("postgres"));
	}

	@BeforeEach
	void createClient() {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

	@Test
	void migrationsEndpointListsAllAsAppliedInOrder() {
		this.client.get()
			.uri("/actuator/migrations")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.contexts['sample-app'].migrators.length()")
			.isEqualTo(1)
			.jsonPath("$.contexts['sample-app'].migrators.*.applied[*].name")
			.isEqualTo(MIGRATIONS)
			.jsonPath("$.contexts['sample-app'].migrators.*.applied[0].version")
			.isEqualTo("20251101000001")
			.jsonPath("$.contexts['sample-app'].migrators.*.applied[0].description")
			.isEqualTo("supabase compatibility")
			.jsonPath("$.contexts['sample-app'].migrators.*.pending[*]")
			.isEmpty()
			.jsonPath("$.contexts['sample-app'].migrators.*.problems[*]")
			.isEmpty();
	}

	@Test
	void firstPageLeadsToPagesThatAnswer() {
		String page = this.client.get()
			.uri("/")
			.accept(MediaType.TEXT_HTML)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		List<String> links = Pattern.compile("href=\"([^\"]+)\"")
			.matcher(page)
			.results()
			.map((link) -> link.group(1))
			.toList();
		assertThat(links).contains("/actuator/migrations", "/accounts", "/jobs");
		links.forEach((link) -> this.client.get().uri(link).exchange().expectStatus().isOk());
	}

	@Test
	void healthEndpointSaysUp() {
		this.client.get().uri("/actuator/health").exchange().expectBody().jsonPath("$.status").isEqualTo("UP");
	}

	@Test
	void accountsWhenOneIsOpenedListIt() {
		post("/accounts", Map.of("name", "Acme", "slug", "acme")).expectStatus()
			.isCreated()
			.expectBody()
			.jsonPath("$.plan")
			.isEqualTo("free")
			.jsonPath("$.monthlySendLimit")
			.isEqualTo(1000);
		this.client.get()
			.uri("/accounts")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$[?(@.slug == 'acme')].name")
			.isEqualTo("Acme");
		post("/accounts", Map.of("name", "Another Acme", "slug", "acme")).expectStatus().isEqualTo(409);
	}

	@Test
	void accountsWhenAConstraintIsViolatedNameIt() {
		post("/accounts", Map.of("name", "Acme", "slug", "Not a slug")).expectStatus()
			.isEqualTo(422)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("new row for relation \"accounts\" violates check constraint \"accounts_slug_format\"");
	}

	@Test
	void jobsWhenAddedAreClaimedOnceAndCompletedByTheirWorker() {
		Map<String, Object> added = map(
				post("/jobs", Map.of("queue", "mail", "kind", "send_campaign", "payload", Map.of("campaign", 7)))
					.expectStatus()
					.isCreated());
		this.client.post()
			.uri("/jobs/claim?worker=one&queue=mail")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.length()")
			.isEqualTo(1)
			.jsonPath("$[0].id")
			.isEqualTo(added.get("id"))
			.jsonPath("$[0].status")
			.isEqualTo("running")
			.jsonPath("$[0].payload.campaign")
			.isEqualTo(7);
		this.client.post()
			.uri("/jobs/claim?worker=two&queue=mail")
			.exchange()
			.expectBody()
			.jsonPath("$.length()")
			.isEqualTo(0);
		String complete = "/jobs/" + added.get("id") + "/complete?worker=";
		this.client.post().uri(complete + "two").exchange().expectStatus().isEqualTo(409);
		this.client.post().uri(complete + "one").exchange().expectStatus().isNoContent();
		this.client.get()
			.uri("/jobs?status=succeeded")
			.exchange()
			.expectBody()
			.jsonPath("$[*].id")
			.isEqualTo(added.get("id"));
	}

	private ResponseSpec post(String uri, Map<String, Object> body) {
		return this.client.post().uri(uri).contentType(MediaType.APPLICATION_JSON).body(body).exchange();
	}

	private Map<String, Object> map(ResponseSpec response) {
		return response.expectBody(new ParameterizedTypeReference<Map<String, Object>>() {
		}).returnResult().getResponseBody();
	}

}
