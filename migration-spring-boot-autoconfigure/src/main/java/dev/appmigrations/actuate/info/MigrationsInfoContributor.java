package dev.appmigrations.actuate.info;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.appmigrations.autoconfigure.state.DatabaseState;
import dev.appmigrations.autoconfigure.state.DatabaseStates;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.report.AppliedReport;
import dev.appmigrations.engine.report.MigrationReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Adds {@code migrations} to {@code /actuator/info}: the version of each database, and
 * the releases that are alive, as they were read last. Asks no database.
 */
public final class MigrationsInfoContributor implements InfoContributor {

	private final DatabaseStates states;

	/**
	 * Creates the contributor.
	 * @param states what the instance knows
	 */
	public MigrationsInfoContributor(DatabaseStates states) {
		this.states = states;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> migrators = new LinkedHashMap<>();
		for (DatabaseState database : this.states.all()) {
			MigrationReport report = database.report();
			Duration age = database.age();
			if (report != null && age != null) {
				migrators.put(database.name(), details(report, age));
			}
		}
		if (!migrators.isEmpty()) {
			builder.withDetail("migrations", migrators);
		}
	}

	private static Map<String, Object> details(MigrationReport report, Duration age) {
		Map<String, Object> details = new LinkedHashMap<>();
		MigrationVersion version = version(report);
		if (version != null) {
			details.put("version", version.toString());
		}
		details.put("applied", report.applied().size());
		if (!report.releases().isEmpty()) {
			details.put("releases", report.releases());
		}
		details.put("readingAgeSeconds", age.toSeconds());
		return details;
	}

	private static @Nullable MigrationVersion version(MigrationReport report) {
		return report.applied()
			.stream()
			.map(AppliedReport::version)
			.filter(Objects::nonNull)
			.map(MigrationsInfoContributor::parse)
			.filter(Objects::nonNull)
			.max(MigrationVersion::compareTo)
			.orElse(null);
	}

	/** Others may have written into the history. */
	private static @Nullable MigrationVersion parse(String text) {
		try {
			return MigrationVersion.parse(text);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
