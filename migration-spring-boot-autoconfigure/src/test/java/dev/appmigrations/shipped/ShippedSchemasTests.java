package dev.appmigrations.shipped;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.report.AppliedReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SQL files of other projects, taken from their artifacts, run as migrations.
 */
class ShippedSchemasTests {

	@FreshDatabase
	private TestDatabase database;

	static Stream<ShippedSchema> schemas() {
		return ShippedSchemas.all();
	}

	@Test
	void schemasHaveAtLeastHundredFiles() {
		assertThat(schemas().flatMap((schema) -> schema.scripts().stream()).map(ClassPathScript::path).distinct())
			.hasSizeGreaterThan(100)
			.allMatch(ClassPathScript::exists);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("schemas")
	void migrateWhenFilesAreOfAnotherProjectLeavesWhatTheyCreate(ShippedSchema schema) {
		MigrationReport report = migrator(schema).migrate();
		assertThat(report.steps()).extracting(StepReport::name).containsExactlyElementsOf(schema.names());
		List<String> objects = SchemaObjects.in(this.database.dataSource());
		assertThat(schema.present()).allMatch((expected) -> objects.stream().anyMatch(startsWith(expected)));
		assertThat(schema.absent()).noneMatch((unexpected) -> objects.stream().anyMatch(startsWith(unexpected)));
		schema.values()
			.forEach((query, value) -> assertThat(SchemaObjects.query(this.database.dataSource(), query))
				.containsExactly(value));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("schemas")
	void migrateWhenFilesAreOfAnotherProjectDoesWhatTheDriverAloneDoes(ShippedSchema schema) throws Exception {
		migrator(schema).migrate();
		try (TestDatabase other = TestDatabase.create()) {
			runWithDriver(schema, other);
			assertThat(SchemaObjects.in(this.database.dataSource()))
				.containsExactlyElementsOf(SchemaObjects.in(other.dataSource()));
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("schemas")
	void migrateWhenFilesOfAnotherProjectAreAppliedDoesNothing(ShippedSchema schema) {
		migrator(schema).migrate();
		List<String> objects = SchemaObjects.in(this.database.dataSource());
		List<String> history = history();
		MigrationReport report = migrator(schema).migrate();
		assertThat(report.steps()).isEmpty();
		assertThat(report.pending()).isEmpty();
		assertThat(report.problems()).extracting(Problem::code).allMatch(Problem.Code.EMPTY_SCRIPT::equals);
		assertThat(report.applied()).extracting(AppliedReport::name).containsExactlyElementsOf(schema.names());
		assertThat(SchemaObjects.in(this.database.dataSource())).isEqualTo(objects);
		assertThat(history()).isEqualTo(history).hasSize(2 * schema.names().size());
	}

	private Migrator migrator(ShippedSchema schema) {
		return Migrator.builder(this.database.dataSource(), (location) -> Optional.of(schema.found())).build();
	}

	private List<String> history() {
		return SchemaObjects.query(this.database.dataSource(), "SELECT to_jsonb(h)::text FROM migration_history h"
				+ " UNION ALL SELECT to_jsonb(l)::text FROM migration_log l");
	}

	private static void runWithDriver(ShippedSchema schema, TestDatabase database) throws SQLException, IOException {
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			for (ClassPathScript script : schema.scripts()) {
				statement.execute(script.text());
			}
		}
	}

	private static Predicate<String> startsWith(String beginning) {
		return (line) -> line.startsWith(beginning);
	}

}
