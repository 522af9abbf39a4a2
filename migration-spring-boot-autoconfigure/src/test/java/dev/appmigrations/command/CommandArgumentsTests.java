package dev.appmigrations.command;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandArguments}.
 */
class CommandArgumentsTests {

	@ParameterizedTest
	@ValueSource(strings = { "serve", "serve migrations", "--migrations", "migration", "--spring.x=migrations" })
	void findWhenFirstWordIsAnotherFindsNone(String line) {
		assertThat(CommandArguments.find(line.split(" "))).isEmpty();
	}

	@Test
	void findWhenThereAreNoArgumentsFindsNone() {
		assertThat(CommandArguments.find(new String[0])).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			migrations status                                 | status
			--spring.profiles.active=ci --x migrations status | status
			migrations status --app.migrations.url=u --json   | status --json
			migrations up --server.port --yes                 | up --yes
			migrations up --target=1.2                        | up --target=1.2
			migrations run a.sql                              | run a.sql
			migrations new -- --a.b                           | new -- --a.b
			""")
	void findLeavesPropertiesToTheApplication(String line, String command) {
		assertThat(CommandArguments.find(line.split(" "))).contains(List.of(command.split(" ")));
	}

}
