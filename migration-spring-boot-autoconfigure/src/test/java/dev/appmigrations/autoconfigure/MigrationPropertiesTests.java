package dev.appmigrations.autoconfigure;

import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.options.SafetyOptions;
import dev.appmigrations.engine.plan.Policy;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.script.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How properties are read.
 */
class MigrationPropertiesTests {

	@Test
	void bindWhenNothingIsSetGivesTheDefaults() {
		MigrationProperties properties = bind(Map.of());
		assertThat(properties)
			.isEqualTo(new MigrationProperties(true, Startup.MIGRATE, List.of("classpath:db/migration"), Layout.AUTO,
					null, "migration_history", null, null, null, null, Map.of(), Duration.ofSeconds(30), null,
					Policy.WARN, Policy.WARN, Policy.REJECT, Policy.REJECT, null, "off", Policy.REJECT, false,
					Duration.ofSeconds(60), new AdvisoryLockProperties(null),
					new StatementProperties(Duration.ofSeconds(2), Duration.ofMinutes(5)),
					new InstanceProperties(true, Duration.ofSeconds(15), Duration.ofSeconds(60)),
					BackfillProperties.of(BackfillOptions.Mode.BACKGROUND, Duration.ofSeconds(30)),
					SafetyOptions.Mode.WARN, new LintProperties(Map.of(), List.of(), List.of(),
							DataSize.ofMegabytes(10), 10_000L, Duration.ofSeconds(2)),
					UnknownPropertyPolicy.FAIL, null));
	}

	@Test
	void metadataTellEveryDefault() throws URISyntaxException {
		Map<String, String> defaults = new HashMap<>();
		for (ConfigurationPage.Property property : ConfigurationPage.read().properties()) {
			if (property.name().startsWith("app.migrations.") && property.defaultValue() != null) {
				defaults.put(property.name(), property.defaultValue());
			}
		}
		assertThat(bind(defaults)).isEqualTo(bind(Map.of()));
		assertThat(defaults).containsKeys("app.migrations.enabled", "app.migrations.startup",
				"app.migrations.locations", "app.migrations.layout", "app.migrations.table",
				"app.migrations.wait-for-database", "app.migrations.out-of-order", "app.migrations.missing",
				"app.migrations.changed", "app.migrations.guard", "app.migrations.adopt",
				"app.migrations.keep-rollbacks", "app.migrations.other-tools", "app.migrations.unknown-properties",
				"app.migrations.statements.lock-timeout", "app.migrations.statements.lock-retry-timeout",
				"app.migrations.network-timeout", "app.migrations.instances.enabled",
				"app.migrations.instances.heartbeat-interval", "app.migrations.instances.heartbeat-expiry",
				"app.migrations.backfill.mode", "app.migrations.backfill.lease", "app.migrations.backfill.replica-lag",
				"app.migrations.backfill.dead-rows", "app.migrations.safety", "app.migrations.lint.small-table",
				"app.migrations.lint.small-rows", "app.migrations.lint.max-block");
	}

	@Test
	void bindReadsEveryProperty() {
		MigrationProperties properties = bind(Map.ofEntries(Map.entry("app.migrations.enabled", "false"),
				Map.entry("app.migrations.startup", "validate"),
				Map.entry("app.migrations.locations", "classpath:a, file:/b"), Map.entry("app.migrations.schema", "s"),
				Map.entry("app.migrations.layout", "golang-migrate"), Map.entry("app.migrations.table", "t"),
				Map.entry("app.migrations.url", "u"), Map.entry("app.migrations.username", "n"),
				Map.entry("app.migrations.password", "p"), Map.entry("app.migrations.driver-class-name", "d"),
				Map.entry("app.migrations.placeholders.k", "v"), Map.entry("app.migrations.wait-for-database", "90"),
				Map.entry("app.migrations.target", "2"), Map.entry("app.migrations.out-of-order", "reject"),
				Map.entry("app.migrations.missing", "allow"), Map.entry("app.migrations.changed", "warn"),
				Map.entry("app.migrations.guard", "warn"), Map.entry("app.migrations.baseline-version", "1.1"),
				Map.entry("app.migrations.adopt", "flyway"), Map.entry("app.migrations.other-tools", "warn"),
				Map.entry("app.migrations.keep-rollbacks", "true"),
				Map.entry("app.migrations.statements.lock-timeout", "500"),
				Map.entry("app.migrations.statements.lock-retry-timeout", "9"),
				Map.entry("app.migrations.network-timeout", "90"),
				Map.entry("app.migrations.advisory-lock.wait-timeout", "5m"),
				Map.entry("app.migrations.instances.enabled", "false"),
				Map.entry("app.migrations.instances.heartbeat-interval", "5"),
				Map.entry("app.migrations.instances.heartbeat-expiry", "20"),
				Map.entry("app.migrations.backfill.mode", "command"), Map.entry("app.migrations.backfill.lease", "9"),
				Map.entry("app.migrations.backfill.replica-lag", "1m/30s"),
				Map.entry("app.migrations.backfill.retained-wal", "off"),
				Map.entry("app.migrations.backfill.old-snapshot", "1h"),
				Map.entry("app.migrations.backfill.dead-rows", "50%/20%"),
				Map.entry("app.migrations.backfill.window", "22:00-06:00 Europe/Vienna"),
				Map.entry("app.migrations.backfill.throttle-sql", "SELECT NULL"),
				Map.entry("app.migrations.safety", "fail"), Map.entry("app.migrations.lint.rules.truncate", "info"),
				Map.entry("app.migrations.lint.ignore", "legacy/**"),
				Map.entry("app.migrations.lint.paths[0].pattern", "R__*"),
				Map.entry("app.migrations.lint.paths[0].level", "warn"),
				Map.entry("app.migrations.lint.paths[0].rules.drop-table", "off"),
				Map.entry("app.migrations.lint.small-table", "1MB"), Map.entry("app.migrations.lint.small-rows", "5"),
				Map.entry("app.migrations.lint.max-block", "3"), Map.entry("app.migrations.unknown-properties", "warn"),
				Map.entry("app.migrations.release", "r")));
		assertThat(properties)
			.isEqualTo(new MigrationProperties(false, Startup.VALIDATE, List.of("classpath:a", "file:/b"),
					Layout.GOLANG_MIGRATE, "s", "t", "u", "n", "p", "d", Map.of("k", "v"), Duration.ofSeconds(90), "2",
					Policy.REJECT, Policy.ALLOW, Policy.WARN, Policy.WARN, "1.1", "flyway", Policy.WARN, true,
					Duration.ofSeconds(90), new AdvisoryLockProperties(Duration.ofMinutes(5)),
					new StatementProperties(Duration.ofMillis(500), Duration.ofSeconds(9)),
					new InstanceProperties(false, Duration.ofSeconds(5), Duration.ofSeconds(20)),
					new BackfillProperties(BackfillOptions.Mode.COMMAND, Duration.ofSeconds(9), "1m/30s", "off", "1h",
							"50%/20%", "22:00-06:00 Europe/Vienna", "SELECT NULL"),
					SafetyOptions.Mode.FAIL,
					new LintProperties(Map.of("truncate", Level.INFO), List.of("legacy/**"),
							List.of(new LintPathProperties("R__*", Level.WARN, Map.of("drop-table", Level.OFF))),
							DataSize.ofMegabytes(1), 5L, Duration.ofSeconds(3)),
					UnknownPropertyPolicy.WARN, "r"));
	}

	@Test
	void bindWhenBlankCountsAsNotSet() {
		MigrationProperties properties = bind(Map.of("app.migrations.schema", "", "app.migrations.url", " ",
				"app.migrations.username", "", "app.migrations.release", ""));
		assertThat(properties).isEqualTo(bind(Map.of()));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					app.migrations.locations         | http://x       | unknown prefix
					app.migrations.locations         | classpath:a/*  | wildcard
					app.migrations.locations         | ''             | app.migrations.locations names no folder
					app.migrations.table             | ''             | from 1 to
					app.migrations.wait-for-database | -1s            | app.migrations.wait-for-database is negative
					app.migrations.advisory-lock.wait-timeout | -1s            | app.migrations.advisory-lock.wait-timeout is negative
					app.migrations.network-timeout   | -1s            | app.migrations.network-timeout is negative
					app.migrations.instances.heartbeat-interval    | 0s             | app.migrations.instances.heartbeat-interval is not positive
					app.migrations.instances.heartbeat-expiry   | 15s            | app.migrations.instances.heartbeat-expiry is not longer
					app.migrations.backfill.lease    | 500ms          | app.migrations.backfill.lease is shorter than a second
					app.migrations.backfill.replica-lag | 10 parsecs  | app.migrations.backfill.replica-lag is '10 parsecs'
					app.migrations.backfill.replica-lag | 5s/10s      | such as 10s/5s, or off
					app.migrations.backfill.retained-wal | 1GB/1MB/1  | such as 4GB/3GB, or off
					app.migrations.backfill.dead-rows | 130%          | such as 30%/15%, or off
					app.migrations.backfill.window   | at night       | app.migrations.backfill.window: 'at night' is not a window
					app.migrations.backfill.mode     | sometimes      | sometimes
					app.migrations.startup           | later          | later
					app.migrations.layout            | rambler        | rambler
					app.migrations.password          | secret         | and neither app.migrations.username nor app.migrations.url is
					app.migrations.target            | latest         | app.migrations.target is not a version
					app.migrations.baseline-version  | V1             | app.migrations.baseline-version is not a version
					app.migrations.adopt             | evolve         | is not off, auto, ignore or one of flyway
					app.migrations.changed           | allow          | never passed over in silence
					app.migrations.lint.rules.drop-tables     | warn  | app.migrations.lint.rules.drop-tables: there is no such rule
					app.migrations.lint.ignore                | a[b   | app.migrations.lint.ignore: a[b is no glob
					app.migrations.lint.paths[0].level        | warn  | an entry of app.migrations.lint.paths has no pattern
					app.migrations.lint.paths[0].pattern      | a{    | app.migrations.lint.paths, pattern a{: a{ is no glob
					app.migrations.lint.paths[0].pattern      | a/**  | pattern a/** sets neither a level nor rules
					""")
	void bindWhenAValueCannotBeUsedSaysWhy(String name, String value, String reason) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of(name, value)))
			.havingRootCause()
			.withMessageContaining(reason);
	}

	@Test
	void toStringShowsNoSecret() {
		MigrationProperties properties = bind(
				Map.of("app.migrations.url", "jdbc:postgresql://h/d?password=hush1", "app.migrations.username", "joe",
						"app.migrations.password", "hush2", "app.migrations.placeholders.key", "hush3"));
		assertThat(properties.toString()).contains("joe", "key", "migration_history").doesNotContain("hush");
	}

	private static MigrationProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("app.migrations",
				MigrationProperties.class);
	}

}
