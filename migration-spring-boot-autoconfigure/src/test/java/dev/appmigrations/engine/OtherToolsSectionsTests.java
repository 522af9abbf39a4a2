package dev.appmigrations.engine;

import java.util.stream.Stream;

import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files with the sections of other tools: the first runs up, the second down, on a
 * server.
 */
class OtherToolsSectionsTests {

	@FreshDatabase
	private TestDatabase database;

	static Stream<Arguments> files() {
		return Stream.of(
				Arguments.of("tern", "CREATE TABLE a (id int);\n---- create above / drop below ----\nDROP TABLE a;\n"),
				Arguments.of("tern, Windows line ends",
						"CREATE TABLE a (id int);\r\n---- create above / drop below ----\r\nDROP TABLE a;\r\n"),
				Arguments.of("dbmate", "-- migrate:up\nCREATE TABLE a (id int);\n-- migrate:down\nDROP TABLE a;\n"),
				Arguments.of("dbmate, outside a transaction",
						"-- migrate:up transaction:false\nCREATE TABLE a (id int);\n"
								+ "CREATE INDEX CONCURRENTLY a_id ON a (id);\n"
								+ "-- migrate:down transaction:false\nDROP INDEX CONCURRENTLY a_id;\nDROP TABLE a;\n"),
				Arguments.of("goose", "-- +goose Up\nCREATE TABLE a (id int);\n-- +goose Down\nDROP TABLE a;\n"),
				Arguments.of("sql-migrate",
						"-- +migrate Up\nCREATE TABLE a (id int);\n-- +migrate Down\nDROP TABLE a;\n"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("files")
	void migrateRunsTheFirstSectionAndRollbackTheSecond(String tool, String text) {
		Migrator migrator = Migrator.builder(this.database.dataSource(), new MemoryScripts().with("001_a.sql", text))
			.build();
		assertThat(migrator.migrate().steps()).hasSize(1);
		assertThat(tables()).isEqualTo("1");
		assertThat(migrator.status().problems()).isEmpty();
		assertThat(migrator.rollbacks().run(new RollbackRequest.Last(1)).steps()).hasSize(1);
		assertThat(tables()).isEqualTo("0");
		assertThat(migrator.migrate().steps()).hasSize(1);
		assertThat(tables()).isEqualTo("1");
	}

	private String tables() {
		return this.database.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename = 'a'");
	}

}
