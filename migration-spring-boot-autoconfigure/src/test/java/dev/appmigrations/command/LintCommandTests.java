package dev.appmigrations.command;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code lint}.
 */
class LintCommandTests {

	@TempDir
	Path temp;

	private CommandProcess application;

	@FreshDatabase
	private TestDatabase database;

	@BeforeEach
	void create() throws Exception {
		this.application = new CommandProcess(this.temp).database(this.database)
			.script("1_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text, fax text, pager text);");
		assertThat(this.application.migrations("up").code()).isEqualTo(ExitCode.OK);
		this.application.script("2_drop.sql", """
				ALTER TABLE users DROP COLUMN name;
				-- migrate:allow drop-column 100% unused, since 1.3: see #7
				ALTER TABLE users DROP COLUMN fax;
				CREATE INDEX users_pager ON users (pager);
				""");
	}

	@Test
	void lintPrintsFindingsForPeopleAndFails() throws Exception {
		CommandProcess.Result result = this.application.migrations("lint");
		assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
		assertThat(result.out())
			.contains("2_drop.sql:1:19: fail drop-column: The release that is running may use users.name")
			.contains("Instead:")
			.contains("-- migrate:phase contract")
			.contains("dismissed create-index-non-concurrent at ")
			.contains("users has no rows")
			.endsWith("1 migration judged for PostgreSQL " + major() + ": 1 fail, 0 warn, 0 info, 1 allowed.\n");
		assertThat(this.database.value("SELECT count(*) FROM migration_history")).isEqualTo("1");
	}

	private int major() {
		return Integer.parseInt(String.valueOf(this.database.value("SHOW server_version_num"))) / 10_000;
	}

	@Test
	void lintWhenNothingIsFoundIsOk() throws Exception {
		this.application.script("2_drop.sql", "CREATE TABLE pets (id bigint PRIMARY KEY);");
		CommandProcess.Result result = this.application.migrations("lint", "--fail-on", "warn");
		assertThat(result.code()).isEqualTo(ExitCode.OK);
		assertThat(result.out()).isEqualTo("1 migration judged, nothing found.\n");
	}

	@Test
	void lintJsonHoldsEverything() throws Exception {
		JsonNode json = JsonMapper.shared().readTree(this.application.migrations("lint", "--json").out());
		assertThat(json.get("findings")).hasSize(3);
		JsonNode finding = json.get("findings").get(0);
		assertThat(finding.get("rule").asString()).isEqualTo("drop-column");
		assertThat(finding.get("level").asString()).isEqualTo("fail");
		assertThat(finding.get("line").asInt()).isEqualTo(1);
		assertThat(json.get("findings").get(1).get("allowed").asString()).isEqualTo("100% unused, since 1.3: see #7");
		assertThat(json.get("findings").get(2).get("dismissal").asString()).isEqualTo("users has no rows");
	}

	@Test
	void lintSarifIsValid() throws Exception {
		Path file = this.temp.resolve("lint.sarif");
		CommandProcess.Result result = this.application.migrations("lint", "--format", "github", "--output",
				"sarif=" + file, "--output", "json=" + this.temp.resolve("lint.json"));
		assertThat(result.out()).startsWith("::error file=")
			.contains(",line=1,col=19,title=drop-column::")
			.hasLineCount(1);
		String sarif = Files.readString(file);
		try (InputStream schema = getClass().getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
			assertThat(schema).isNotNull();
			assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
				.getSchema(schema)
				.validate(sarif, InputFormat.JSON)).isEmpty();
		}
		JsonNode results = JsonMapper.shared().readTree(sarif).get("runs").get(0).get("results");
		assertThat(results).hasSize(3);
		List<String> levels = new ArrayList<>();
		results.forEach((each) -> levels.add(each.get("level").asString()));
		assertThat(levels).containsExactly("error", "error", "none");
		assertThat(results.get(0).has("suppressions")).isFalse();
		assertThat(results.get(1).get("suppressions").get(0).get("justification").asString())
			.isEqualTo("100% unused, since 1.3: see #7");
		assertThat(this.temp.resolve("lint.json")).exists();
	}

	@Test
	void lintMarkdownEscapesNames() throws Exception {
		this.application.script("2_drop.sql", "ALTER TABLE users DROP COLUMN \"a|b`<x>\";");
		assertThat(this.application.migrations("lint", "--format", "markdown").out()).contains("\\|")
			.contains("\\<x\\>")
			.contains("```sql");
	}

	@Test
	void lintWithoutDatabaseJudgesTheText() throws Exception {
		CommandProcess.Result result = this.application.migrations("lint", "--no-database", "--server-version", "16",
				"--since", "1", "--app.migrations.url=jdbc:postgresql://localhost:1/nowhere");
		assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
		assertThat(result.out()).contains("warn create-index-non-concurrent").contains("judged for PostgreSQL 16");
	}

	@Test
	void lintByFactsNeedsNoDatabase() throws Exception {
		this.database.execute("INSERT INTO users SELECT generate_series(1, 20000); ANALYZE users");
		Path facts = this.temp.resolve("facts.json");
		assertThat(this.application.migrations("facts", "--output", facts.toString()).code()).isEqualTo(ExitCode.OK);
		CommandProcess.Result result = this.application.migrations("lint", "--facts", facts.toString(), "2_drop.sql",
				"--app.migrations.url=jdbc:postgresql://localhost:1/nowhere");
		assertThat(result.out()).contains("Known: users: 20,000 rows");
	}

	@Test
	void explainPrintsThePageOfARule() throws Exception {
		CommandProcess.Result result = this.application.migrations("lint", "--explain", "set-not-null");
		assertThat(result.code()).isEqualTo(ExitCode.OK);
		assertThat(result.out()).startsWith("# set-not-null\n").contains("Measured on PostgreSQL 14 to 18");
	}

	@Test
	void mistakesAreTold() throws Exception {
		for (String[] mistake : new String[][] { { "--format", "xml" }, { "--output", "sarif" },
				{ "--fail-on", "info" }, { "--explain", "no-such-rule" }, { "--since", "no-such-branch" },
				{ "--since", "--output=x" }, { "--server-version", "16" }, { "--facts", "no-such-file" } }) {
			String[] arguments = new String[mistake.length + 1];
			arguments[0] = "lint";
			System.arraycopy(mistake, 0, arguments, 1, mistake.length);
			CommandProcess.Result result = this.application.migrations(arguments);
			assertThat(result.code()).as(String.join(" ", mistake)).isEqualTo(ExitCode.USAGE);
			assertThat(result.err()).as(String.join(" ", mistake)).doesNotContain("Exception");
		}
	}

	@Test
	void statusShowsFindingsOfWhatIsPending() throws Exception {
		assertThat(this.application.migrations("status").out()).contains("drop-column: The release that is running");
	}

}
