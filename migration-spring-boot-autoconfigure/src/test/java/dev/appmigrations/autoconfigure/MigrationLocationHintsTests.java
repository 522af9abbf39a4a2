package dev.appmigrations.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

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
	void processWhenDisabledTakesNothing() {
		RuntimeHints hints = process("app.migrations.enabled=false");
		assertThat(RuntimeHintsPredicates.resource().forResource("db/migration/1_a.sql")).rejects(hints);
	}

	private static RuntimeHints process(String... properties) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of("app.migrations.url=jdbc:postgresql:never").and(properties).applyTo(context);
			context.register(MigrationAutoConfiguration.class);
			DefaultGenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get("com.example", "Application")), new InMemoryGeneratedFiles());
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			return generation.getRuntimeHints();
		}
	}

}
