package dev.appmigrations.engine;

import java.util.Optional;

import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Folders of migrations that are not there.
 */
class MissingLocationTests {

	@FreshDatabase
	private TestDatabase database;

	private Migrator withoutFolder() {
		return Migrator.builder(this.database.dataSource(), (location) -> Optional.empty()).build();
	}

	@Test
	void defaultLocationWhenItIsMissingInANewDatabaseIsAWarning() {
		MigrationReport report = withoutFolder().migrate();
		assertThat(report.problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(Problem.Code.MISSING_LOCATION));
		assertThat(report.problems().get(0).isError()).isFalse();
	}

	@Test
	void defaultLocationWhenItIsMissingAndMigrationsAreAppliedStops() {
		Migrator.builder(this.database.dataSource(), new MemoryScripts().with("1_a.sql", "CREATE TABLE a (id int);"))
			.build()
			.migrate();
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(withoutFolder()::migrate)
			.satisfies((ex) -> assertThat(ex.problems()).anySatisfy((problem) -> {
				assertThat(problem.code()).isEqualTo(Problem.Code.MISSING_LOCATION);
				assertThat(problem.message()).isEqualTo("Location classpath:db/migration does not exist.");
			}));
	}

}
