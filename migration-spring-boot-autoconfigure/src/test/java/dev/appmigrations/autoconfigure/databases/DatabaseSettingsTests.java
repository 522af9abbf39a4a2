package dev.appmigrations.autoconfigure.databases;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a database inherits.
 */
class DatabaseSettingsTests {

	private static DatabaseSettings settings(Map<String, Object> file, Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		environment.getPropertySources().addLast(new MapPropertySource("file", file));
		return DatabaseSettings.of(environment);
	}

	private static String text(DatabaseSettings settings, String name) {
		return settings.binder("a").bind("app.migrations.databases.a." + name, String.class).orElse(null);
	}

	@Test
	void namesAreThoseOfAllSourcesOnce() {
		DatabaseSettings settings = settings(
				Map.of("app.migrations.databases.order-items.url", "x", "app.migrations.schema", "y"),
				Map.of("APP_MIGRATIONS_DATABASES_ORDERITEMS_PASSWORD", "p", "APP_MIGRATIONS_DATABASES_B_URL", "z"));
		assertThat(settings.names()).containsExactlyInAnyOrder("order-items", "b");
	}

	@Test
	void settingIsTheDatabasesOwnWhereverTheOtherIsSet() {
		DatabaseSettings settings = settings(
				Map.of("app.migrations.databases.a.schema", "own", "app.migrations.table", "above"),
				Map.of("APP_MIGRATIONS_SCHEMA", "above"));
		assertThat(text(settings, "schema")).isEqualTo("own");
		assertThat(text(settings, "table")).isEqualTo("above");
		assertThat(text(settings, "release")).isNull();
	}

	@Test
	void settingOfTheEnvironmentGoesBeforeThatOfAFile() {
		DatabaseSettings settings = settings(Map.of("app.migrations.databases.a.out-of-order", "file"),
				Map.of("APP_MIGRATIONS_DATABASES_A_OUTOFORDER", "variable"));
		assertThat(text(settings, "out-of-order")).isEqualTo("variable");
	}

	@Test
	void listIsReplacedAndMapIsMerged() {
		DatabaseSettings settings = settings(
				Map.of("app.migrations.databases.a.locations[0]", "own", "app.migrations.locations[0]", "above",
						"app.migrations.locations[1]", "above", "app.migrations.placeholders.x", "above",
						"app.migrations.placeholders.y", "above", "app.migrations.databases.a.placeholders.x", "own"),
				Map.of());
		assertThat(
				settings.binder("a").bind("app.migrations.databases.a.locations", Bindable.listOf(String.class)).get())
			.isEqualTo(List.of("own"));
		assertThat(settings.binder("a")
			.bind("app.migrations.databases.a.placeholders", Bindable.mapOf(String.class, String.class))
			.get()).containsOnly(Map.entry("x", "own"), Map.entry("y", "above"));
	}

	@Test
	void userAndPasswordAreNotThoseOfAnotherServer() {
		Map<String, Object> above = Map.of("app.migrations.url", "above", "app.migrations.username", "above",
				"app.migrations.databases.a.schema", "s");
		assertThat(text(settings(above, Map.of()), "username")).isEqualTo("above");
		DatabaseSettings own = settings(above, Map.of("APP_MIGRATIONS_DATABASES_A_URL", "own"));
		assertThat(text(own, "url")).isEqualTo("own");
		assertThat(text(own, "username")).isNull();
		assertThat(text(settings(above, Map.of("APP_MIGRATIONS_DATABASES_A_DATASOURCE", "bean")), "url")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "orders, ordersMigrator", "order-items, orderItemsMigrator", "o2, o2Migrator" })
	void beanNameIsInCamelCase(String name, String bean) {
		assertThat(DatabaseSettings.beanName(name)).isEqualTo(bean);
	}

}
