package dev.appmigrations.autoconfigure;

import java.util.Map;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Says in the details of the health how backfills stand that this instance knows of: why
 * it is not ready yet, for example, and how long that will take. Its status is always
 * {@code UP}: whether the instance may serve is up to its readiness. Asks no database.
 */
final class MigrationsHealthIndicator implements HealthIndicator {

	private final KnownBackfills backfills;

	MigrationsHealthIndicator(KnownBackfills backfills) {
		this.backfills = backfills;
	}

	@Override
	public Health health() {
		Map<String, String> texts = this.backfills.texts();
		Health.Builder health = Health.up();
		return ((texts.isEmpty()) ? health : health.withDetail("backfills", texts)).build();
	}

}
