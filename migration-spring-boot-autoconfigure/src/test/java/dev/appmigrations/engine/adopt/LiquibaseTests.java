package dev.appmigrations.engine.adopt;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;

import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.report.MigrationReport;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Liquibase}, on databases that Liquibase has made.
 */
class LiquibaseTests {

	private static final String TWO_CHANGE_SETS = """
			--liquibase formatted sql

			--changeset ann:1
			CREATE TABLE a (id int);
			--rollback DROP TABLE a;

			--changeset bob:2
			ALTER TABLE a ADD b int;
			""";

	private AdoptedDatabase adopted;

	@BeforeEach
	void createDatabase(@TempDir Path folder) {
		this.adopted = new AdoptedDatabase(folder);
	}

	@AfterEach
	void dropDatabase() {
		this.adopted.close();
	}

	private void update() throws Exception {
		Files.writeString(this.adopted.folder().resolve("master.xml"), """
				<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
					xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
					xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
						http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
					<includeAll path="." relativeToChangelogFile="true" endsWithFilter=".sql"/>
				</databaseChangeLog>
				""");
		try (Connection connection = this.adopted.database().dataSource().getConnection()) {
			new liquibase.Liquibase("master.xml", new DirectoryResourceAccessor(this.adopted.folder()),
					DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection)))
				.update("");
		}
	}

	@Test
	void adoptedDatabaseHasNothingPending() throws Exception {
		this.adopted.with("001_formatted.sql", TWO_CHANGE_SETS).with("002_plain.sql", "CREATE TABLE plain (id int);");
		update();
		assertThat(this.adopted.database()
			.list("SELECT table_name FROM information_schema.tables" + " WHERE table_schema = 'public' ORDER BY 1"))
			.containsExactly("a", "databasechangelog", "databasechangeloglock", "plain");
		assertThat(this.adopted.adoption().isComplete()).isTrue();
		this.adopted.adopt();
		MigrationReport report = this.adopted.status();
		assertThat(report.state()).isEqualTo(MigrationReport.State.CURRENT);
		assertThat(report.problems()).isEmpty();
		assertThat(report.applied()).hasSize(2);
	}

	@Test
	void adoptKeepsTheLatestTimeAndAllAuthorsOfAFile() throws Exception {
		this.adopted.with("001_formatted.sql", TWO_CHANGE_SETS);
		update();
		this.adopted.database()
			.execute("UPDATE databasechangelog SET dateexecuted = '2021-03-04 05:06:07'::timestamp"
					+ " + orderexecuted * interval '1 day'");
		this.adopted.adopt();
		assertThat(this.adopted.database()
			.list("SELECT concat_ws('|', migration_name, applied_at::timestamp, applied_by, applied_from)"
					+ " FROM migration_history"))
			.containsExactly("001_formatted.sql|2021-03-06 05:06:07|ann, bob|public.databasechangelog (Liquibase)");
	}

	@Test
	void fileThatGrewAfterItWasAppliedIsRefused() throws Exception {
		this.adopted.with("001_formatted.sql", TWO_CHANGE_SETS);
		update();
		this.adopted.with("001_formatted.sql", TWO_CHANGE_SETS + "--changeset bob:3\nALTER TABLE a ADD c int;\n");
		assertThat(this.adopted.adoption().problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(Problem.Code.FOREIGN_FILE_PARTLY_APPLIED);
			assertThat(problem.message()).contains("001_formatted.sql", "bob:3").doesNotContain("bob:2");
		});
	}

	@Test
	void folderThatWasWrittenAnewHasNothingPending() throws Exception {
		this.adopted.with("create-a.sql", TWO_CHANGE_SETS).with("fill-a.sql", "INSERT INTO a VALUES (1, 2)");
		update();
		this.adopted.rewrite("liquibase");
		assertThat(this.adopted.mapped()).containsExactly("0001_create-a.sql", "0002_fill-a.sql");
		assertThat(this.adopted.adoption().isComplete()).isTrue();
		this.adopted.adopt();
		assertThat(this.adopted.status().state()).isEqualTo(MigrationReport.State.CURRENT);
	}

	@Test
	void fileThatWasNumberedLaterIsFound() throws Exception {
		this.adopted.with("create-a.sql", TWO_CHANGE_SETS);
		update();
		this.adopted.without("create-a.sql").with("0001_create-a.sql", TWO_CHANGE_SETS);
		assertThat(this.adopted.mapped()).containsExactly("0001_create-a.sql");
	}

	@Test
	void fileWithALogicalPathIsFound() throws Exception {
		this.adopted.with("001_a.sql", """
				--liquibase formatted sql
				--changeset ann lee:1 logicalFilePath:old/place.sql
				CREATE TABLE a (id int);
				""");
		update();
		assertThat(this.adopted.database().list("SELECT filename || author FROM databasechangelog"))
			.containsExactly("old/place.sqlann lee");
		assertThat(this.adopted.mapped()).containsExactly("001_a.sql");
		assertThat(this.adopted.problems()).isEmpty();
	}

	@Test
	void changeSetThatWasMarkedCountsAsApplied() throws Exception {
		this.adopted.with("001_marked.sql", """
				--liquibase formatted sql
				--changeset ann:1
				--preconditions onFail:MARK_RAN
				--precondition-sql-check expectedResult:1 SELECT 0
				CREATE TABLE a (id int);
				""");
		update();
		assertThat(this.adopted.database().list("SELECT exectype FROM databasechangelog")).containsExactly("MARK_RAN");
		assertThat(this.adopted.mapped()).containsExactly("001_marked.sql");
	}

	@Test
	void failedChangeSetIsRefused() throws Exception {
		this.adopted.with("001_a.sql", TWO_CHANGE_SETS);
		update();
		this.adopted.database().execute("UPDATE databasechangelog SET exectype = 'FAILED' WHERE id = '2'");
		assertThat(this.adopted.problems()).contains(Problem.Code.FOREIGN_ROW_FAILED);
	}

}
