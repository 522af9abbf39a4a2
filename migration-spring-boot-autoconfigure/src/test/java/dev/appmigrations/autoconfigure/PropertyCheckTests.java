package dev.appmigrations.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Names and values of properties that have no effect any more.
 */
class PropertyCheckTests {

	private static MigrationSetupException refusal(PropertySource<?>... sources) {
		Throwable failure = catchThrowable(() -> read(sources));
		assertThat(failure).isInstanceOf(BindException.class);
		assertThat(failure).cause().isInstanceOf(MigrationSetupException.class);
		return (MigrationSetupException) failure.getCause();
	}

	private static MigratorFactory read(PropertySource<?>... sources) {
		ConfigurableEnvironment environment = new StandardEnvironment();
		for (PropertySource<?> source : sources) {
			if (environment.getPropertySources().contains(source.getName())) {
				environment.getPropertySources().replace(source.getName(), source);
			}
			else {
				environment.getPropertySources().addFirst(source);
			}
		}
		return MigratorFactory.of(environment);
	}

	private static PropertySource<?> variables(Map<String, Object> variables) {
		return new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
				variables);
	}

	private static PropertySource<?> yaml(String text) throws IOException {
		return new YamlPropertySourceLoader()
			.load("application.yml", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), "application.yml"))
			.get(0);
	}

	@Test
	void bindReadsLevelsOfFilesFromYaml() throws IOException {
		read(yaml("""
				app:
				  migrations:
				    lint:
				      paths:
				        - pattern: "seed/**"
				          level: info
				          rules:
				            truncate: off
				            drop-table: warn
				        - pattern: "R__*"
				          rules: { dml-estimate-too-large: off }
				"""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "levels: info", "rule: { truncate: off }", "rules-of: x" })
	void bindWhenAnEntryOfAListHasAnUnknownNameSaysSo(String line) throws IOException {
		assertThat(refusal(yaml("""
				app.migrations.lint.paths:
				  - pattern: "seed/**"
				    level: warn
				    %s
				""".formatted(line))).description()).contains("app.migrations.lint.paths[0]." + line.split("[: ]")[0]);
	}

	@ParameterizedTest
	@CsvSource({ "app.migrations.lock-timeout, app.migrations.statements.lock-timeout",
			"app.migrations.lockTimeout, app.migrations.statements.lock-timeout",
			"app.migrations.lock_retry_timeout, app.migrations.statements.lock-retry-timeout",
			"app.migrations.lock.wait-timeout, app.migrations.advisory-lock.wait-timeout",
			"app.migrations.instances.beat, app.migrations.instances.heartbeat-interval",
			"app.migrations.instances.lapse, app.migrations.instances.heartbeat-expiry" })
	void bindWhenANameIsOldTellsTheNewOne(String oldName, String newName) {
		MigrationSetupException refusal = refusal(
				new MapPropertySource("application.properties", Map.of(oldName, "5s")));
		assertThat(refusal.description()).contains("application.properties", oldName);
		assertThat(refusal.action()).contains(newName + " (as an environment variable");
	}

	@ParameterizedTest
	@CsvSource({ "APP_MIGRATIONS_LOCKTIMEOUT, APP_MIGRATIONS_STATEMENTS_LOCKTIMEOUT",
			"APP_MIGRATIONS_LOCK_TIMEOUT, APP_MIGRATIONS_STATEMENTS_LOCKTIMEOUT",
			"APP_MIGRATIONS_LOCK_WAITTIMEOUT, APP_MIGRATIONS_ADVISORYLOCK_WAITTIMEOUT",
			"APP_MIGRATIONS_LOCK_WAIT_TIMEOUT, APP_MIGRATIONS_ADVISORYLOCK_WAITTIMEOUT",
			"APP_MIGRATIONS_INSTANCES_BEAT, APP_MIGRATIONS_INSTANCES_HEARTBEATINTERVAL" })
	void bindWhenAVariableOfTheEnvironmentIsOldTellsTheNewOne(String oldName, String newName) {
		MigrationSetupException refusal = refusal(variables(Map.of(oldName, "5s")));
		assertThat(refusal.description()).contains("\"" + oldName + "\"");
		assertThat(refusal.action()).contains(newName);
	}

	@Test
	void bindWhenAnArgumentAndAFileAreOldTellsBoth() throws IOException {
		MigrationSetupException refusal = refusal(new SimpleCommandLinePropertySource("--app.migrations.lock-timeout="),
				yaml("app:\n  migrations:\n    instances:\n      beat: 5s\n      lapse: 1m\n"));
		assertThat(refusal.description()).contains("app.migrations.lock-timeout", "commandLineArgs",
				"app.migrations.instances.beat", "application.yml] - 4:13");
		assertThat(refusal.action()).contains("statements.lock-timeout", "heartbeat-interval", "heartbeat-expiry");
	}

	@Test
	void bindWhenTheNewNameIsSetTooRefusesTheOldOne() {
		assertThat(refusal(new MapPropertySource("new", Map.of("app.migrations.statements.lock-timeout", "5s")),
				variables(Map.of("APP_MIGRATIONS_LOCKTIMEOUT", "2s")))
			.action()).contains("instead of app.migrations.lock-timeout");
	}

	@Test
	void bindWhenAPlaceholderHasAnOldNameTakesIt() {
		assertThat(read(new MapPropertySource("placeholders", Map.of("app.migrations.placeholders.lock-timeout", "x",
				"app.migrations.statements.lock-timeout", "5s", "app.migrations.advisory-lock.wait-timeout", "5s"))))
			.isNotNull();
		assertThat(read(variables(Map.of("APP_MIGRATIONS_STATEMENTS_LOCKTIMEOUT", "5s",
				"APP_MIGRATIONS_ADVISORY_LOCK_WAIT_TIMEOUT", "5s"))))
			.isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "app.migrations.lock-timeuot, ''", "app.migrations.shema, app.migrations.schema",
			"app.migrations.out-off-order, app.migrations.out-of-order",
			"app.migrations.statement.lock-timeout, app.migrations.statements.lock-timeout",
			"app.migrations.instances.heartbeat-expiri, app.migrations.instances.heartbeat-expiry",
			"app.migrations.schema.name, ''", "app.migrations.flux-capacitor, ''" })
	void bindWhenANameDoesNotExistTellsThoseThatItMayStandFor(String name, String near) {
		for (PropertySource<?> source : List.of(new MapPropertySource("file", Map.of(name, "5s")),
				new SimpleCommandLinePropertySource("--" + name + "=5s"))) {
			MigrationSetupException refusal = refusal(source);
			assertThat(refusal.description()).contains("do not exist", name + " (from ");
			assertThat(refusal.action()).contains((near.isEmpty()) ? name : name + ": did you mean " + near);
		}
	}

	@Test
	void bindWhenNamesAreWrittenInOtherWaysTakesThem() {
		assertThat(read(new MapPropertySource("ways",
				Map.of("app.migrations.baselineVersion", "1", "app.migrations.out_of_order", "warn",
						"app.migrations.locations[0]", "file:a", "app.migrations.locations[1]", "file:b",
						"app.migrations.placeholders.any.name[x y]", "v", "app.migrations.INSTANCES.Enabled", "true"))))
			.isNotNull();
	}

	@Test
	void bindWhenTheEnvironmentHasOtherNamesLeavesThemAlone() {
		assertThat(read(variables(
				Map.of("APP_MIGRATIONS_SERVICE_HOST", "10.0.0.7", "APP_MIGRATIONS_PORT", "tcp://10.0.0.7:80"))))
			.isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "APP_MIGRATIONS_SHEMA, app.migrations.schema",
			"APP_MIGRATIONS_OUT_OFF_ORDER, app.migrations.out-of-order",
			"APP_MIGRATIONS_OUTOFODRER, app.migrations.out-of-order",
			"APP_MIGRATIONS_INSTANCES_HEARTBEATINTERVALL, app.migrations.instances.heartbeat-interval" })
	@ExtendWith(OutputCaptureExtension.class)
	void bindWhenAVariableIsNextToANameWarns(String variable, String name, CapturedOutput output) {
		assertThat(read(variables(Map.of(variable, "5s")))).isNotNull();
		assertThat(output).contains(variable, "has no effect: did you mean " + name + "?");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void bindWhenTheEnvironmentHasKnownNamesOrThoseOfAServiceSaysNothing(CapturedOutput output) {
		assertThat(read(variables(Map.of("APP_MIGRATIONS_OUT_OF_ORDER", "warn", "APP_MIGRATIONS_BASELINEVERSION", "1",
				"APP_MIGRATIONS_PLACEHOLDERS_SHEMA", "x", "APP_MIGRATIONS_LOCATIONS_0", "file:a",
				"APP_MIGRATIONS_SERVICE_HOST", "10.0.0.7", "APP_MIGRATIONS_SERVICE_PORT", "80", "APP_MIGRATIONS_PORT",
				"tcp://10.0.0.7:80", "APP_MIGRATIONS_PORT_80_TCP_ADDR", "10.0.0.7", "APP_MIGRATIONS_PORT_80_TCP_PROTO",
				"tcp"))))
			.isNotNull();
		assertThat(output).doesNotContain("no effect");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void bindWhenUnknownNamesAreNoFailureLogsThemOrNot(CapturedOutput output) {
		Map<String, Object> unknown = Map.of("app.migrations.shema", "x");
		assertThat(read(new MapPropertySource("file", unknown),
				new MapPropertySource("policy", Map.of("app.migrations.unknown-properties", "ignore"))))
			.isNotNull();
		assertThat(output).doesNotContain("shema");
		assertThat(read(new MapPropertySource("file", unknown),
				new MapPropertySource("policy", Map.of("app.migrations.unknown-properties", "warn"))))
			.isNotNull();
		assertThat(output).contains("app.migrations.shema: did you mean app.migrations.schema?");
	}

	/** It looks at each name once, and does little more with it than to compare it. */
	@Test
	void checkTakesLessThanToBindTheProperties() {
		Map<String, Object> variables = new HashMap<>();
		Map<String, Object> file = new HashMap<>();
		for (int i = 0; i < 200; i++) {
			variables.put("VARIABLE_NUMBER_" + i, "x");
			file.put("spring.some.property.number-" + i, "x");
		}
		file.put("app.migrations.schema", "x");
		MutablePropertySources sources = new MutablePropertySources();
		sources.addLast(variables(variables));
		sources.addLast(new OriginTrackedMapPropertySource("file", file, true));
		Iterable<ConfigurationPropertySource> all = ConfigurationPropertySources.from(sources);
		long check = Long.MAX_VALUE;
		long bind = Long.MAX_VALUE;
		for (int i = 0; i < 100; i++) {
			long before = System.nanoTime();
			UnknownProperties.check(all, UnknownPropertyPolicy.FAIL);
			long between = System.nanoTime();
			new Binder(all).bind(MigrationProperties.PREFIX, MigrationProperties.class);
			check = Math.min(check, between - before);
			bind = Math.min(bind, System.nanoTime() - between);
		}
		assertThat(check).isLessThan(bind);
	}

	@ParameterizedTest
	@CsvSource({ "true, reject", "false, warn", "off, warn", "ON, reject", "no, warn", "0, warn" })
	void bindWhenTheGuardIsTrueOrFalseTellsThePolicy(String value, String policy) {
		MigrationSetupException refusal = refusal(new MapPropertySource("old", Map.of("app.migrations.guard", value)));
		assertThat(refusal.description()).contains("app.migrations.guard is '" + value + "'");
		assertThat(refusal.action()).startsWith("Write app.migrations.guard=" + policy + " instead");
	}

	@Test
	void bindWhenTheGuardIsOffInYamlOrThroughAPlaceholderTellsThePolicy() throws IOException {
		assertThat(refusal(yaml("app.migrations.guard: off")).action()).contains("guard=warn");
		assertThat(
				refusal(new MapPropertySource("placeholder", Map.of("app.migrations.guard", "${GUARD:true}"))).action())
			.contains("guard=reject");
		assertThat(refusal(variables(Map.of("APP_MIGRATIONS_GUARD", "false"))).action()).contains("guard=warn");
	}

	@Test
	void startWhenANameIsOldFails() {
		new ApplicationContextRunner().withUserConfiguration(Properties.class)
			.withPropertyValues("app.migrations.url=jdbc:postgresql://localhost:1/none",
					"app.migrations.lock-timeout=5s")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("app.migrations.statements.lock-timeout"));
	}

	@Test
	void startWhenMigrationsAreOffAsksForNothing() {
		new ApplicationContextRunner().withUserConfiguration(Properties.class)
			.withPropertyValues("app.migrations.enabled=false", "app.migrations.lock-timeout=5s")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Configuration(proxyBeanMethods = false)
	@Import(MigrationAutoConfiguration.class)
	static class Properties {

	}

}
