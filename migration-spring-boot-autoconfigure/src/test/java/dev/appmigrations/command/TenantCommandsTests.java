package dev.appmigrations.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands of an application with tenants.
 */
class TenantCommandsTests {

	@FreshDatabase
	private TestDatabase database;

	@TempDir
	Path temp;

	private CommandProcess application;

	@BeforeEach
	void setUp() throws Exception {
		Path scripts = Files.createDirectories(this.temp.resolve("tenant"));
		Files.writeString(scripts.resolve("1_orders.sql"), "CREATE TABLE orders ();");
		this.application = new CommandProcess(this.temp).script("1_a.sql", "CREATE TABLE a ();")
			.database(this.database)
			.property("app.migrations.tenants.schemas", "red,blue,green")
			.property("app.migrations.tenants.on-failure", "continue")
			.property("app.migrations.tenants.locations", "file:" + scripts);
	}

	@Test
	void upMigratesWhatIsSharedAndThenTheTenants() throws Exception {
		CommandProcess.Result up = this.application.migrations("up");
		assertThat(up.out()).contains("applied   1_a.sql", "3 tenants: 0 up to date, 3 migrated");
		assertThat(up.code()).isEqualTo(ExitCode.OK);
		assertThat(this.application.migrations("check").out()).isEqualToNormalizingNewlines("""

				migrator:
				1 applied, 0 pending.

				3 tenants: 3 up to date
				""");
	}

	@Test
	void tenantThatFailsIsNamedAndHidesNoOther() throws Exception {
		this.database.execute("CREATE SCHEMA blue; CREATE TABLE blue.orders ()");
		CommandProcess.Result up = this.application.migrations("up");
		assertThat(up.out()).contains("3 tenants: 0 up to date, 2 migrated, 1 failed",
				"failed   blue\n    Migration 1_orders.sql failed at ");
		assertThat(up.code()).isEqualTo(ExitCode.PROBLEMS);
		CommandProcess.Result check = this.application.migrations("check", "--json");
		JsonNode tenants = JsonMapper.shared().readTree(check.out()).path("tenants");
		assertThat(tenants.path("total").asInt()).isEqualTo(3);
		assertThat(tenants.path("ready").asInt()).isEqualTo(2);
		assertThat(tenants.path("pending").toString()).isEqualTo("[\"blue\"]");
		assertThat(check.code()).isEqualTo(ExitCode.PENDING);
	}

	@Test
	void contractDoesWhatAllTenantsWaitFor() throws Exception {
		this.application.migrations("up");
		Files.writeString(this.temp.resolve("tenant").resolve("2_drop.sql"),
				"-- migrate:phase contract\n-- migrate:requires 1\nDROP TABLE orders;");
		assertThat(this.application.migrations("up").out()).contains("3 tenants: ");
		assertThat(orders()).hasSize(3);
		CommandProcess.Result contract = this.application.migrations("contract", "--force", "--json");
		assertThat(contract.out()).as(contract.err()).contains("{\"tenants\":{\"total\":3,\"ready\":3,");
		assertThat(contract.code()).isEqualTo(ExitCode.OK);
		assertThat(orders()).isEmpty();
	}

	private List<String> orders() {
		return this.database.list("SELECT table_schema FROM information_schema.tables WHERE table_name = 'orders'");
	}

	@Test
	void tenantIsMigratedAloneByItsName() throws Exception {
		CommandProcess.Result up = this.application.migrations("--tenant", "blue", "up");
		assertThat(up.out()).contains("applied   1_orders.sql");
		assertThat(orders()).containsExactly("blue");
		CommandProcess.Result status = this.application.migrations("--tenant", "blue", "status");
		assertThat(status.out()).contains("History: blue.migration_history", "1_orders.sql");
		CommandProcess.Result wrong = this.application.migrations("--tenant", "blu", "up");
		assertThat(wrong.err()).contains("There is no tenant 'blu'.");
		assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
	}

}
