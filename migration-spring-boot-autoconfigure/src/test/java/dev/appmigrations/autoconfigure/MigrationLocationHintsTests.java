package dev.appmigrations.autoconfigure;

import java.io.IOException;
import java.util.Collections;

import dev.appmigrations.engine.source.ScriptIndex;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

/**
 * What a native image takes along.
 */
class MigrationLocationHintsTests {

	@Test
	void processWhenNothingIsConfiguredTakesTheDefaultLocation() {
		RuntimeHints hints = process();
		assertThat(RuntimeHintsPredicates.resource().forResource("db/migration/sub/1_a.sql")).accepts(hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("other/migration/1_other.sql")).rejects(hints);
	}

	@Test
	void processWhenLocationsAreConfiguredTakesThose() {
		RuntimeHints hints = process("app.migrations.locations=classpath*:/other/migration,file:/elsewhere");
		assertThat(RuntimeHintsPredicates.resource().forResource("other/migration/1_other.sql")).accepts(hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("db/migration/1_a.sql")).rejects(hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("elsewhere/1_a.sql")).rejects(hints);
	}

	@Test
	void processWhenThereAreDatabasesTakesTheirs() {
		RuntimeHints hints = process("app.migrations.databases.other.locations=classpath:other/migration");
		assertThat(RuntimeHintsPredicates.resource().forResource("other/migration/1_other.sql")).accepts(hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("db/migration/1_a.sql")).accepts(hints);
	}

	@Test
	void processWhenThereAreTenantsTakesTheirs() {
		RuntimeHints hints = process("app.migrations.tenants.schemas=north");
		assertThat(RuntimeHintsPredicates.resource().forResource("db/tenant/1_a.sql")).accepts(hints);
		RuntimeHints others = process("app.migrations.tenants.locations=classpath:third");
		assertThat(RuntimeHintsPredicates.resource().forResource("third/1_a.sql")).accepts(others);
		assertThat(RuntimeHintsPredicates.resource().forResource("db/tenant/1_a.sql")).rejects(others);
	}

	@Test
	void processWritesTheIndex() throws IOException {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		RuntimeHints hints = process(files, "app.migrations.locations=classpath:other/migration,file:/elsewhere");
		assertThat(files.getGeneratedFileContent(GeneratedFiles.Kind.RESOURCE, ScriptIndex.LOCATION))
			.isEqualTo("other/migration/1_other.sql\n");
		assertThat(RuntimeHintsPredicates.resource().forResource(ScriptIndex.LOCATION)).accepts(hints);
	}

	@Test
	void processWhenDisabledTakesNothing() {
		RuntimeHints hints = process("app.migrations.enabled=false");
		assertThat(RuntimeHintsPredicates.resource().forResource("db/migration/1_a.sql")).rejects(hints);
	}

	@Test
	void processorIsRegistered() throws IOException {
		assertThat(Collections.list(getClass().getClassLoader().getResources("META-INF/spring/aot.factories")))
			.anySatisfy((url) -> assertThat(contentOf(url)).contains(MigrationLocationHints.class.getName()));
	}

	// Not with all processors of the class path: those of other tools fail on their own.
	private static RuntimeHints process(String... properties) {
		return process(new InMemoryGeneratedFiles(), properties);
	}

	private static RuntimeHints process(InMemoryGeneratedFiles files, String... properties) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of("app.migrations.url=jdbc:postgresql:never").and(properties).applyTo(context);
			context.register(MigrationAutoConfiguration.class);
			context.refreshForAotProcessing(new RuntimeHints());
			DefaultGenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get("com.example", "Application")), files);
			BeanFactoryInitializationAotContribution contribution = new MigrationLocationHints()
				.processAheadOfTime(context.getBeanFactory());
			if (contribution != null) {
				contribution.applyTo(generation, null);
			}
			return generation.getRuntimeHints();
		}
	}

}
