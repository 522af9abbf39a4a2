package dev.appmigrations.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shell scripts, by what they start: a {@code java} that tells its arguments stands
 * in for the real one. The commands have tests of their own.
 */
class MigrationShellScriptsTests {

	private static final String SHORT_LIVED = "<-XX:TieredStopAtLevel=1><-XX:+UseSerialGC>";

	@TempDir
	Path module;

	@BeforeEach
	void copy() throws IOException {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "There is no POSIX shell");
		Path scripts = Files.createDirectory(this.module.resolve("scripts"));
		try (Stream<Path> files = Files.list(Path.of("scripts"))) {
			for (Path file : files.toList()) {
				Files.copy(file, scripts.resolve(file.getFileName().toString()));
			}
		}
		Path java = Files.createDirectory(this.module.resolve("bin")).resolve("java");
		Files.writeString(java, "#!/bin/sh\nprintf '<%s>' \"$@\"\nexit 3\n");
		assertThat(java.toFile().setExecutable(true)).isTrue();
	}

	private void createJar() throws IOException {
		Files.createFile(Files.createDirectory(this.module.resolve("target")).resolve("sample-app-1.jar"));
	}

	private Result run(String script, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("/bin/sh", this.module.resolve("scripts/" + script).toString()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().merge("PATH", "", (path, none) -> this.module.resolve("bin") + ":" + path);
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return new Result(process.waitFor(), output);
	}

	@ParameterizedTest
	@CsvSource({ "check-migrations.sh, <check><--json><a b>", "run-all-migrations.sh, <up><--json><a b>",
			"run-migration.sh, <run><--json><a b>", "migrations.sh, <--json><a b>" })
	void scriptRunsItsCommandWithAllArgumentsAndPassesItsExitCodeOn(String script, String arguments) throws Exception {
		createJar();
		Result result = run(script, "--json", "a b");
		assertThat(result.output()).isEqualTo(SHORT_LIVED + "<-jar><"
				+ this.module.toRealPath().resolve("target/sample-app-1.jar") + "><migrations>" + arguments);
		assertThat(result.code()).isEqualTo(3);
	}

	@Test
	void scriptUsesThePreparedJarUnlessThatIsOlder() throws Exception {
		createJar();
		Path jar = this.module.resolve("target/sample-app-1.jar");
		Path prepared = Files.createDirectory(this.module.resolve("target/commands")).toRealPath();
		Path archive = Files.createFile(prepared.resolve("app.jsa"));
		Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
		assertThat(run("migrations.sh", "check", "a b").output()).isEqualTo(
				SHORT_LIVED + "<-XX:SharedArchiveFile=" + archive + "><-Xlog:disable><-Xlog:all=warning:stderr><-jar><"
						+ prepared.resolve("app.jar") + "><migrations><check><a b>");
		Files.setLastModifiedTime(archive, FileTime.fromMillis(0));
		assertThat(run("migrations.sh", "check").output()).startsWith(SHORT_LIVED + "<-jar><").endsWith("<check>");
	}

	@ParameterizedTest
	@CsvSource({ "true, migrations check", "true, --spring.profiles.active=ci -x migrations status --json",
			"false, --server.port=0", "false, serve migrations", "false, ''" })
	void entrypointGivesFlagsToCommandsOnly(boolean command, String arguments) throws Exception {
		String[] all = (arguments.isEmpty()) ? new String[0] : arguments.split(" ");
		String output = run("entrypoint.sh", all).output();
		assertThat(output.contains(SHORT_LIVED + "<-XX:SharedArchiveFile=")).isEqualTo(command);
		assertThat(output).contains("<-jar><" + this.module.toRealPath().resolve("scripts/app.jar") + ">")
			.endsWith((all.length == 0) ? "app.jar>" : "<" + String.join("><", all) + ">");
	}

	@Test
	void prepareWhenTheCommandIsNotFoundSaysSo() throws Exception {
		createJar();
		Files.createDirectory(this.module.resolve("image"));
		Result result = run("prepare-commands.sh", this.module.resolve("image").toString());
		assertThat(result.output()).contains("<migrations><check>", "The classes were not archived.");
		assertThat(result.code()).isEqualTo(1);
	}

	@Test
	void scriptWhenThereIsNoJarSaysHowToMakeOne() throws Exception {
		Result result = run("check-migrations.sh");
		assertThat(result.output()).contains("There is no jar yet", "mvn -pl sample-app");
		assertThat(result.code()).isEqualTo(2);
	}

	@Test
	void runMigrationWhenNoFileIsNamedShowsItsUsage() throws Exception {
		createJar();
		Result result = run("run-migration.sh");
		assertThat(result.output()).startsWith("Usage: ");
		assertThat(result.code()).isEqualTo(2);
	}

	/**
	 * What came of it.
	 *
	 * @param code the exit code
	 * @param output all output
	 */
	private record Result(int code, String output) {

	}

}
