package dev.appmigrations.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The roles of SECURITY.md are enough, and no more than enough: its statements are run as
 * they stand there.
 */
class SecurityPageTests {

	private static final List<String> ROLES = List.of("app_migrator", "app_user", "app_status");

	private final MemoryScripts scripts = new MemoryScripts().with("1_person.sql",
			"CREATE TABLE person (id integer PRIMARY KEY); GRANT SELECT, INSERT ON person TO app_user");

	@FreshDatabase
	private TestDatabase database;

	private List<String> statements;

	@BeforeEach
	void createRoles() throws IOException {
		dropRoles();
		String page = Files.readString(Path.of("../SECURITY.md"));
		this.statements = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
			.matcher(page)
			.results()
			.map((MatchResult block) -> block.group(1))
			.toList();
		assertThat(this.statements).hasSize(2);
		this.database.execute(this.statements.get(0));
	}

	@AfterEach
	void drop() {
		this.database.close();
		dropRoles();
	}

	private void dropRoles() {
		for (String role : ROLES) {
			this.database.executeOnServer("DROP ROLE IF EXISTS " + role);
		}
	}

	private Migrator migrator(String role) {
		return Migrator.builder(this.database.dataSource(role), this.scripts).build();
	}

	private void executeAs(String role, String sql) throws SQLException {
		try (Connection connection = this.database.dataSource(role).getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private void assertRefused(String role, String sql) {
		assertThatExceptionOfType(SQLException.class).as(role + ": " + sql)
			.isThrownBy(() -> executeAs(role, sql))
			.satisfies((refusal) -> assertThat(refusal.getSQLState()).isEqualTo("42501"));
	}

	@Test
	void migratorMigratesAndTheApplicationHasWhatItIsGranted() throws SQLException {
		migrator("app_migrator").migrate();
		this.scripts.with("2_index.sql", "CREATE INDEX CONCURRENTLY person_id ON person (id)");
		assertThat(migrator("app_migrator").migrate().steps()).hasSize(1);
		assertThat(this.database.value("SELECT count(*) FROM app.migration_history")).isEqualTo("2");
		executeAs("app_user", "INSERT INTO person VALUES (1)");
		executeAs("app_user", "SELECT * FROM person");
		assertRefused("app_user", "INSERT INTO migration_history (migration_name) VALUES ('x')");
		assertRefused("app_user", "SELECT * FROM migration_history");
		assertRefused("app_user", "DELETE FROM migration_progress");
		for (String role : ROLES) {
			assertRefused(role, "CREATE TABLE public.migration_history ()");
		}
		assertRefused("app_user", "CREATE TABLE app.t ()");
	}

	@Test
	void statusRoleReadsAndAppliesNothing() {
		migrator("app_migrator").migrate();
		this.database.execute(this.statements.get(1));
		this.scripts.with("2_next.sql", "SELECT 1");
		assertThat(migrator("app_status").status().applied()).hasSize(1);
		assertThat(migrator("app_status").status().pending()).hasSize(1);
		assertRefused("app_status", "INSERT INTO migration_history (migration_name) VALUES ('x')");
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator("app_status").migrate())
			.satisfies((failure) -> assertThat(failure.code()).isIn(ErrorCode.PERMISSION_DENIED,
					ErrorCode.STATEMENT_FAILED, ErrorCode.HISTORY_UNTRUSTED));
		assertThat(this.database.value("SELECT count(*) FROM app.migration_history")).isEqualTo("1");
	}

	@Test
	void statusRoleWithoutItsGrantIsToldTheGrant() {
		migrator("app_migrator").migrate();
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> migrator("app_status").status())
			.satisfies((failure) -> assertThat(failure.action()).contains("GRANT SELECT ON", "TO \"app_status\""));
	}

}
