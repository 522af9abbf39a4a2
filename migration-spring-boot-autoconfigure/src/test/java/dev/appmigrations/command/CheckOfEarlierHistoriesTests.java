package dev.appmigrations.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.appmigrations.support.DatabaseContent;
import dev.appmigrations.support.EarlierHistory;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command {@code check} on databases that release 0.1 has made: a file that is
 * already applied is never a reason for it to fail.
 */
class CheckOfEarlierHistoriesTests {

	@TempDir
	Path folder;

	@FreshDatabase
	private TestDatabase database;

	private CommandProcess load(String name) throws IOException {
		CommandProcess application = new CommandProcess(this.folder).database(this.database);
		for (Map.Entry<String, String> script : EarlierHistory.load(name, this.database).entrySet()) {
			application.script(script.getKey(), script.getValue());
		}
		return application;
	}

	@ParameterizedTest
	@ValueSource(strings = { "migration", "adopted" })
	void checkWhenEverythingIsAppliedSucceeds(String name) throws Exception {
		CommandProcess application = load(name);
		List<String> before = DatabaseContent.of(this.database.dataSource());
		CommandProcess.Result result = application.migrations("check");
		assertThat(result.code()).as("%s%s", result.out(), result.err()).isEqualTo(ExitCode.OK);
		assertThat(DatabaseContent.of(this.database.dataSource())).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "migration", "adopted" })
	void checkWhenANewFileIsBrokenFailsAndNamesIt(String name) throws Exception {
		CommandProcess.Result result = load(name).script("99999999999999_new.sql", "SELECT 'unterminated")
			.migrations("check");
		String all = result.out() + result.err();
		assertThat(result.code()).as(all).isNotEqualTo(ExitCode.OK);
		assertThat(all).contains("99999999999999_new.sql");
	}

}
