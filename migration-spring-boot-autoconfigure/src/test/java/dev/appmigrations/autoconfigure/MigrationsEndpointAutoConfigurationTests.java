package dev.appmigrations.autoconfigure;

import java.util.List;
import java.util.Set;

import dev.appmigrations.actuate.endpoint.MigrationsDescriptor;
import dev.appmigrations.actuate.endpoint.MigrationsEndpoint;
import dev.appmigrations.actuate.endpoint.MigrationsEndpointWebExtension;
import dev.appmigrations.actuate.endpoint.MigrationsPageWebExtension;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.support.MemoryScripts;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the endpoint is there, and what it is told.
 */
class MigrationsEndpointAutoConfigurationTests {

	private final ApplicationContextRunner empty = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MigrationsEndpointAutoConfiguration.class));

	private final ApplicationContextRunner application = this.empty.withBean(Migrator.class,
			MigrationsEndpointAutoConfigurationTests::migrator);

	private final ApplicationContextRunner exposed = this.application
		.withPropertyValues("management.endpoints.web.exposure.include=migrations");

	@Test
	void endpointWhenExposedIsThere() {
		this.exposed.run((context) -> assertThat(context).hasSingleBean(MigrationsEndpoint.class)
			.hasSingleBean(MigrationsEndpointWebExtension.class));
	}

	@Test
	void endpointHasAPageUnlessThatIsDisabled() {
		this.exposed.run((context) -> assertThat(context).hasSingleBean(MigrationsPageWebExtension.class));
		this.exposed.withPropertyValues("management.endpoint.migrations.page.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(MigrationsEndpointWebExtension.class)
				.doesNotHaveBean(MigrationsPageWebExtension.class));
	}

	@Test
	void endpointWhenTheApplicationHasItsOwnWebExtensionBacksOff() {
		this.exposed
			.withBean("own", MigrationsEndpointWebExtension.class,
					() -> new MigrationsEndpointWebExtension(null, Show.ALWAYS, Set.of()))
			.run((context) -> assertThat(context).hasSingleBean(MigrationsEndpointWebExtension.class).hasBean("own"));
	}

	@Test
	void endpointWhenNotExposedIsNotThere() {
		this.application.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationsEndpoint.class));
	}

	@Test
	void endpointWhenExposedOverJmxAloneHasNoWebExtension() {
		this.application.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=*")
			.run((context) -> assertThat(context).hasSingleBean(MigrationsEndpoint.class)
				.doesNotHaveBean(MigrationsEndpointWebExtension.class));
	}

	@Test
	void endpointWhenThereIsNoMigratorIsNotThere() {
		this.empty.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationsEndpoint.class));
	}

	@Test
	void endpointWhenMigrationsAreDisabledIsNotThere() {
		this.exposed.withPropertyValues("app.migrations.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(MigrationsEndpoint.class));
	}

	@Test
	void endpointWhenAccessIsNoneIsNotThere() {
		this.exposed.withPropertyValues("management.endpoint.migrations.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(MigrationsEndpoint.class));
	}

	@Test
	void endpointWhenThereIsNoActuatorIsNotThere() {
		this.exposed.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationsEndpoint.class));
	}

	@Test
	void endpointWhenTheApplicationHasItsOwnBacksOff() {
		this.exposed
			.withBean("own", MigrationsEndpoint.class, () -> new MigrationsEndpoint(null, List.of(), Show.ALWAYS))
			.run((context) -> assertThat(context).hasSingleBean(MigrationsEndpoint.class).hasBean("own"));
	}

	@Test
	void endpointWhenAFunctionSanitizesAppliesItToShownValues() {
		this.exposed.withPropertyValues("management.endpoint.migrations.show-values=always")
			.withBean(SanitizingFunction.class,
					() -> (data) -> data.withValue(String.valueOf(data.getValue()).replace("localhost", "<host>")))
			.run((context) -> assertThat(context.getBean(MigrationsEndpoint.class)
				.migrations(null, null)
				.contexts()
				.get(context.getId())
				.migrators()
				.values()).singleElement()
				.satisfies((migrator) -> assertThat(migrator.error().description()).contains("<host>:1 refused")));
	}

	@Test
	void migrationsTellsOfAncestorsToo() {
		this.application.run((parent) -> this.exposed.withParent(parent).run((child) -> {
			MigrationsDescriptor descriptor = child.getBean(MigrationsEndpoint.class).migrations(null, null);
			assertThat(descriptor.contexts()).containsOnlyKeys(child.getId(), parent.getId());
			assertThat(descriptor.contexts().get(child.getId()).parentId()).isEqualTo(parent.getId());
			assertThat(descriptor.contexts().get(parent.getId()).parentId()).isNull();
			assertThat(descriptor.contexts().values())
				.allSatisfy((context) -> assertThat(context.migrators()).hasSize(1));
		}));
	}

	private static Migrator migrator() {
		return Migrator
			.builder(new SimpleDriverDataSource(new Driver(), "jdbc:postgresql://localhost:1/none"),
					new MemoryScripts())
			.build();
	}

}
