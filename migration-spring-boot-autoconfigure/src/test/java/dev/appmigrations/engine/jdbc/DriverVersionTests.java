package dev.appmigrations.engine.jdbc;

import org.junit.jupiter.api.Test;
import org.postgresql.util.DriverInfo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The driver that the starter brings. Spring Boot may manage an older one: the parent POM
 * has to win.
 */
class DriverVersionTests {

	@Test
	void driverIsFreeOfKnownVulnerabilities() {
		assertThat(Runtime.Version.parse(DriverInfo.DRIVER_VERSION))
			.as("CVE-2026-107314 and CVE-2026-107315 are corrected in 42.7.14")
			.isGreaterThanOrEqualTo(Runtime.Version.parse("42.7.14"));
	}

}
