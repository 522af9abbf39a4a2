package dev.appmigrations.sample.packaged;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ways in which a packaged application is configured and started, each with a command
 * that looks at the database.
 */
class PackagedFormsIntegrationTests {

	private static final String FIRST = "20251101000001_supabase_compatibility.sql";

	@TempDir
	Path folder;

	private OwnedDatabase database;

	private SampleJar jar;

	@BeforeEach
	void create() {
		this.database = OwnedDatabase.create();
		this.jar = new SampleJar(this.folder);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private void assertFound(SampleJar.Result status) {
		JsonNode json = status.succeeded().json();
		assertThat(json.at("/database/name").asString()).isEqualTo(this.database.name());
		assertThat(json.at("/database/role").asString()).isEqualTo(OwnedDatabase.OWNER);
	}

	@Test
	void commandUsesImportedConfiguration() throws Exception {
		Files.writeString(this.folder.resolve(".env.local"),
				"# mine\r\nexport DATABASE_URL = \"" + this.database.uri() + "\" # not the pooler\r\n");
		assertFound(this.jar.migrations("status", "--json"));
		assertThat(this.jar.migrations("status").succeeded().err()).isEqualToNormalizingNewlines(
				"Database: '%s' (spring.datasource.url)%n".formatted(this.database.jdbcUrl()));
	}

	@Test
	void commandTakesTheDirectUrlWhereThereIsAPooler() throws Exception {
		this.jar.environment("DATABASE_URL", "postgresql://localhost:1/pooler")
			.environment("DIRECT_DATABASE_URL", this.database.uri());
		assertFound(this.jar.migrations("status", "--json"));
	}

	@Test
	void commandWhenAUrlIsThereAndCannotBeUsedStartsNoServer() throws Exception {
		for (String url : List.of("", "${NOWHERE}", "postgressql://localhost/x")) {
			this.jar.environment("DATABASE_URL", url);
			this.jar.migrations("status").failed(2).complains("postgresql://USER:PASSWORD@HOST:5432/DATABASE");
			assertThat(this.folder.resolve(".data")).doesNotExist();
		}
	}

	@Test
	void commandUsesProfileBeforeEnvironmentVariable() throws Exception {
		Files.writeString(this.folder.resolve("application-ci.yml"), """
				spring.datasource:
				  url: %s
				  username: %s
				  password: %s
				app.migrations.table: other
				""".formatted(this.database.jdbcUrl(), OwnedDatabase.OWNER, OwnedDatabase.PASSWORD));
		this.jar.environment("DATABASE_URL", "postgresql://localhost:1/x");
		List<String> command = SampleJar.java("-jar", SampleJar.path().toString(), "--spring.profiles.active=ci",
				"migrations", "status", "--json");
		SampleJar.Result status = this.jar.run(command);
		assertFound(status);
		assertThat(status.json().path("database").path("table").asString()).isEqualTo("other");
	}

	@Test
	void commandUsesArgumentsBeforeEverythingElse() throws Exception {
		this.jar.environment("DATABASE_URL", "postgresql://localhost:1/x");
		assertFound(this.jar.migrations("--spring.datasource.url=" + this.database.jdbcUrl(), "status",
				"--spring.datasource.username=" + OwnedDatabase.OWNER, "--json",
				"--spring.datasource.password=" + OwnedDatabase.PASSWORD));
	}

	@Test
	void commandUsesOwnUrlBeforeThatOfTheApplication() throws Exception {
		this.jar.environment("DATABASE_URL", "postgresql://localhost:1/x")
			.environment("APP_MIGRATIONS_URL", this.database.uri());
		assertFound(this.jar.migrations("status", "--json"));
	}

	@Test
	void commandRunsWithoutTheMainClassThroughPropertiesLauncher() throws Exception {
		assertFound(this.jar.database(this.database)
			.run(SampleJar.java("-cp", SampleJar.path().toString(),
					"-Dloader.main=dev.appmigrations.command.MigrationsApplication",
					"org.springframework.boot.loader.launch.PropertiesLauncher", "status", "--json")));
	}

	@Test
	void commandRunsInALayeredImage() throws Exception {
		Path image = this.folder.resolve("app");
		this.jar.run(SampleJar.java("-Djarmode=tools", "-jar", SampleJar.path().toString(), "extract", "--layers",
				"--application-filename", "app.jar", "--destination", "extracted"))
			.succeeded();
		for (String layer : List.of("dependencies", "spring-boot-loader", "snapshot-dependencies", "application")) {
			merge(this.folder.resolve("extracted").resolve(layer), image);
		}
		Path application = image.resolve("app.jar");
		assertThat(Files.size(application)).isLessThan(1_000_000);
		assertFound(this.jar.database(this.database)
			.run(SampleJar.java("-jar", application.toString(), "migrations", "status", "--json")));
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "There is no POSIX shell");
		for (String script : List.of("prepare-commands.sh", "entrypoint.sh")) {
			Files.copy(Path.of("scripts", script), image.resolve(script));
		}
		useThisJava().run(List.of("/bin/sh", image.resolve("prepare-commands.sh").toString(), image.toString()))
			.failed(0);
		List<String> status = List.of("/bin/sh", image.resolve("entrypoint.sh").toString(), "migrations", "status",
				"--json");
		assertFound(this.jar.run(status));
		// An archive of another build is not used, and breaks no output.
		Files.setLastModifiedTime(application, FileTime.fromMillis(1_000_000));
		SampleJar.Result stale = this.jar.run(status).failed(0).complains("shared archive");
		assertThat(stale.json().at("/database/name").asString()).isEqualTo(this.database.name());
	}

	/** What a Dockerfile does with COPY. */
	private static void merge(Path layer, Path image) throws IOException {
		try (Stream<Path> files = Files.walk(layer)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Path target = image.resolve(layer.relativize(file));
				Files.createDirectories(target.getParent());
				Files.move(file, target);
			}
		}
	}

	@Test
	void shellScriptsRunTheCommandsOfTheJar() throws Exception {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "There is no POSIX shell");
		Path scripts = Files.createDirectory(this.folder.resolve("scripts"));
		try (Stream<Path> files = Files.list(Path.of("scripts"))) {
			for (Path file : files.toList()) {
				Files.copy(file, scripts.resolve(file.getFileName()));
			}
		}
		Files.createSymbolicLink(Files.createDirectory(this.folder.resolve("target")).resolve("sample-app-1.jar"),
				SampleJar.path());
		useThisJava().database(this.database);
		shell("check-migrations.sh").failed(3).prints("0 applied, 6 pending.");
		shell("run-migration.sh", FIRST).succeeded().prints("applied   " + FIRST);
		shell("run-all-migrations.sh", "--json").succeeded();
		shell("check-migrations.sh").succeeded().prints("6 applied, 0 pending.");
		shell("prepare-commands.sh").succeeded();
		assertThat(this.folder.resolve("target/commands/app.jsa")).isNotEmptyFile();
		shell("check-migrations.sh").succeeded().prints("6 applied, 0 pending.");
	}

	@Test
	void pipelinesOfTheDocumentationAreWellFormedAndTheirCommandsRun() throws Exception {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "There is no POSIX shell");
		List<Object> snippets = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("../docs/commands.md")))
			.results()
			.map((block) -> new Yaml().load(block.group(1)))
			.toList();
		Stream<String> images = values(snippets, "args").map((arguments) -> "java -jar target/app.jar " + arguments);
		Stream<String> runners = Stream.concat(values(snippets, "run"), values(snippets, "script"));
		List<String> commands = Stream.concat(images, runners).distinct().toList();
		assertThat(commands).containsExactly("java -jar target/app.jar migrations up",
				"java -jar target/app.jar migrations check --allow-pending");
		Files.createSymbolicLink(Files.createDirectory(this.folder.resolve("target")).resolve("app.jar"),
				SampleJar.path());
		useThisJava().environment("APP_MIGRATIONS_URL", this.database.uri());
		for (String command : commands) {
			this.jar.run(List.of("/bin/sh", "-c", command)).succeeded();
		}
		assertThat(this.database.applied()).hasSize(6);
	}

	/** Returns the scalars under a key, wherever it stands; those of a list as one. */
	private static Stream<String> values(Object node, String key) {
		if (node instanceof List<?> list) {
			return list.stream().flatMap((element) -> values(element, key));
		}
		if (!(node instanceof Map<?, ?> map)) {
			return Stream.empty();
		}
		return map.entrySet()
			.stream()
			.flatMap((entry) -> (entry.getKey().equals(key)) ? Stream.of(text(entry.getValue()))
					: values(entry.getValue(), key));
	}

	private static String text(Object value) {
		return (value instanceof List<?> list) ? list.stream().map(String::valueOf).collect(Collectors.joining(" "))
				: String.valueOf(value);
	}

	private SampleJar useThisJava() {
		return this.jar.environment("PATH",
				Path.of(System.getProperty("java.home"), "bin") + File.pathSeparator + System.getenv("PATH"));
	}

	private SampleJar.Result shell(String script, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of("/bin/sh", this.folder.resolve("scripts/" + script).toString()));
		command.addAll(List.of(arguments));
		return this.jar.run(command);
	}

}
