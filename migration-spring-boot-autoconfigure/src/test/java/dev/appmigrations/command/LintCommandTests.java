package dev.appmigrations.command;

import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
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
	void lintJunitHoldsACaseForEachFinding() throws Exception {
		this.application.script("3_pets.sql", "CREATE TABLE pets (id bigint PRIMARY KEY);");
		this.application.script("4_odd.sql", "ALTER TABLE users DROP COLUMN \"<&\u0007\";");
		Document xml = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(this.application.migrations("lint", "--format", "junit").out())));
		Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
		assertThat(suite.getAttribute("tests")).isEqualTo("5");
		assertThat(suite.getAttribute("failures")).isEqualTo("2");
		assertThat(suite.getAttribute("skipped")).isEqualTo("2");
		Element first = (Element) suite.getElementsByTagName("testcase").item(0);
		assertThat(first.getAttribute("classname")).isEqualTo("2_drop.sql");
		assertThat(first.getAttribute("name")).isEqualTo("drop-column, line 1");
		assertThat(first.getElementsByTagName("failure").item(0).getTextContent()).contains("Instead:");
		assertThat(suite.getTextContent()).contains("-- migrate:phase contract");
		Element second = (Element) suite.getElementsByTagName("skipped").item(0);
		assertThat(second.getAttribute("message")).isEqualTo("allowed: 100% unused, since 1.3: see #7");
	}

	@Test
	void lintJunitFailsOnlyWhereTheExitCodeDoes() throws Exception {
		this.application.script("2_drop.sql", "TRUNCATE users;");
		this.database.execute("INSERT INTO users VALUES (1)");
		assertThat(this.application.migrations("lint", "--format", "junit").out()).contains("failures=\"0\"")
			.contains("<skipped message=\"warn: ");
		assertThat(this.application.migrations("lint", "--format", "junit", "--fail-on", "warn").out())
			.contains("<failure type=\"warn\"");
	}

	@Test
	void lintGitlabHasDifferentFingerprints() throws Exception {
		this.application.script("2_drop.sql", """
				ALTER TABLE users DROP COLUMN name;
				ALTER TABLE users DROP COLUMN name;
				-- migrate:allow drop-column it is unused
				ALTER TABLE users DROP COLUMN fax;
				""");
		JsonNode issues = JsonMapper.shared().readTree(this.application.migrations("lint", "--format", "gitlab").out());
		assertThat(issues.isArray()).isTrue();
		assertThat(issues).hasSize(2);
		assertThat(issues.get(0).get("check_name").asString()).isEqualTo("drop-column");
		assertThat(issues.get(0).get("severity").asString()).isEqualTo("critical");
		assertThat(issues.get(0).get("location").get("path").asString()).endsWith("2_drop.sql");
		assertThat(issues.get(1).get("location").get("lines").get("begin").asInt()).isEqualTo(2);
		assertThat(issues.get(0).get("fingerprint")).isNotEqualTo(issues.get(1).get("fingerprint"));
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

	@Nested
	class Baseline {

		private String file() {
			return LintCommandTests.this.temp.resolve("baseline.json").toString();
		}

		private CommandProcess.Result lint(String... options) throws Exception {
			List<String> arguments = new ArrayList<>(List.of("lint"));
			arguments.addAll(List.of(options));
			return LintCommandTests.this.application.migrations(arguments.toArray(String[]::new));
		}

		@Test
		void whatIsWrittenIsKnown() throws Exception {
			CommandProcess.Result written = lint("--write-baseline", file());
			assertThat(written.code()).isEqualTo(ExitCode.OK);
			assertThat(written.out()).contains("0 fail").contains("1 known");
			assertThat(Files.readString(Path.of(file()))).contains("\"rule\":\"drop-column\"");
			CommandProcess.Result known = lint("--baseline", file(), "--format", "sarif");
			assertThat(known.code()).isEqualTo(ExitCode.OK);
			assertThat(known.out()).contains("\"kind\":\"external\"");
		}

		@Test
		void otherLinesAndCommentsChangeNothing() throws Exception {
			lint("--write-baseline", file());
			LintCommandTests.this.application.script("2_drop.sql",
					"-- a comment\n\nALTER  TABLE users\n\tDROP COLUMN name;");
			assertThat(lint("--baseline", file()).code()).isEqualTo(ExitCode.OK);
		}

		@ParameterizedTest
		@ValueSource(strings = { "ALTER TABLE users DROP COLUMN pager;", "ALTER TABLE users DROP COLUMN name;" })
		void whatIsAddedIsNew(String statement) throws Exception {
			lint("--write-baseline", file());
			LintCommandTests.this.application.script("2_drop.sql", "ALTER TABLE users DROP COLUMN name;\n" + statement);
			CommandProcess.Result result = lint("--baseline", file());
			assertThat(result.code()).isEqualTo(ExitCode.PROBLEMS);
			assertThat(result.out()).contains("1 fail").contains("1 known");
		}

		@ParameterizedTest
		@ValueSource(strings = { "{}", "{\"format\": 2, \"findings\": []}", "[]", "<xml/>", "" })
		void otherFilesAreMistakes(String text) throws Exception {
			Files.writeString(Path.of(file()), text);
			CommandProcess.Result result = lint("--baseline", file());
			assertThat(result.code()).isEqualTo(ExitCode.USAGE);
			assertThat(result.err()).contains("baseline.json").contains("--write-baseline").doesNotContain("Exception");
		}

		@Test
		void missingFileIsAMistake() throws Exception {
			assertThat(lint("--baseline", file()).code()).isEqualTo(ExitCode.USAGE);
		}

	}

}
