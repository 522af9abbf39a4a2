package dev.appmigrations.engine.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is in the way of a contract migration.
 */
class FleetTests {

	private static final String DROP = "20260102000000_drop_name.sql";

	private static final Instant NOW = Instant.parse("2026-01-03T10:00:00Z");

	private static final Instance OLD = instance("web-1", "1.4.2", "shop 1", true);

	private static final Instance NEW = instance("web-2", "2.0.0", "shop 2", true, DROP);

	private static final Instance DEAD = instance("web-3", "1.4.2", "shop 3", false);

	private static Instance instance(String host, String release, String applicationName, boolean alive,
			String... knows) {
		return new Instance(applicationName, "shop", release, host, applicationName, Set.of(knows),
				Duration.ofSeconds((alive) ? 4 : 70), Duration.ofSeconds(30), NOW.plusSeconds((alive) ? 56 : -10),
				alive);
	}

	private static Backend backend(int pid, String applicationName, String role) {
		return new Backend(pid, applicationName, role, "10.0.0.7");
	}

	private static List<String> obstacles(List<Instance> instances, Backend... backends) {
		return new Fleet(NOW, instances, List.of(), List.of(backends), "app").obstacles(DROP)
			.stream()
			.map(Obstacle::text)
			.toList();
	}

	@Test
	void obstaclesWhenEveryInstanceKnowsItIsEmpty() {
		assertThat(obstacles(List.of(NEW), backend(1, "shop 2", "app"), backend(2, "shop 2 migrations", "app")))
			.isEmpty();
	}

	@Test
	void obstaclesWhenAnInstanceDoesNotKnowItNamesItOnceForAllOfItsSessions() {
		assertThat(obstacles(List.of(OLD, NEW), backend(1, "shop 1", "app"), backend(2, "shop 2", "app")))
			.containsExactly("instance web-1 (shop 1.4.2), seen 4 s ago, does not know it");
	}

	@Test
	void obstaclesWhenAnInstanceKnowsAnotherNamesIt() {
		assertThat(obstacles(List.of(instance("web-4", "1.5", "shop 4", true, "20251231000000_drop_age.sql"))))
			.containsExactly("instance web-4 (shop 1.5), seen 4 s ago, does not know it");
	}

	@Test
	void obstaclesWhenAnInstanceHasLapsedAndHasNoSessionIsEmpty() {
		assertThat(obstacles(List.of(DEAD, NEW), backend(1, "shop 2", "app"))).isEmpty();
	}

	@Test
	void obstaclesWhenAnInstanceHasLapsedAndHasASessionNamesTheSession() {
		assertThat(obstacles(List.of(DEAD, NEW), backend(1, "shop 3", "app"))).containsExactly(
				"backend 1 (shop 3, app, 10.0.0.7) belongs to instance web-3 (shop 1.4.2), which was last seen 70 s ago");
	}

	@Test
	void obstaclesWhenASessionOfTheSameRoleBelongsToNobodyNamesIt() {
		assertThat(obstacles(List.of(NEW), backend(1, "shop 2", "app"), backend(4711, "psql", "app")))
			.containsExactly("backend 4711 (psql, app, 10.0.0.7) belongs to no known instance");
	}

	@Test
	void obstaclesWhenTheServerHasCutALongNameKnowsItsSessions() {
		String name = "x".repeat(60);
		assertThat(obstacles(List.of(instance("web-5", "2.0", name, true, DROP)), backend(1, name, "app"),
				backend(2, name + " mi", "app")))
			.isEmpty();
		String longer = "x".repeat(70);
		assertThat(obstacles(List.of(instance("web-5", "2.0", longer, true, DROP)),
				backend(1, longer.substring(0, 63), "app")))
			.isEmpty();
	}

	@Test
	void obstaclesWhenASessionIsOfAnotherRoleIsEmpty() {
		assertThat(obstacles(List.of(NEW), backend(1, "shop 2", "app"), backend(4711, "psql", "dba"))).isEmpty();
	}

	@Test
	void obstaclesWhenOnlyTheSignsOfLifeAreOfARoleDoesNotTakeItForTheApplications() {
		assertThat(obstacles(List.of(NEW), backend(1, "shop 2", "app"), backend(2, "shop 2 migrations", "owner"),
				backend(4711, "psql", "owner")))
			.isEmpty();
	}

	@Test
	void obstaclesWhenNoInstanceLivesTakesTheRoleThatAsksForTheApplications() {
		assertThat(obstacles(List.of(), backend(1, "", "app"), backend(2, "psql", "dba")))
			.containsExactly("backend 1 (no application_name, app, 10.0.0.7) belongs to no known instance");
		assertThat(obstacles(List.of())).isEmpty();
	}

	@Test
	void obstaclesWhenARoleMaySeeLittleStillNamesWhatItSees() {
		assertThat(obstacles(List.of(NEW), backend(1, "shop 2", "app"), new Backend(2, "old", "app", null)))
			.containsExactly("backend 2 (old, app) belongs to no known instance");
	}

}
