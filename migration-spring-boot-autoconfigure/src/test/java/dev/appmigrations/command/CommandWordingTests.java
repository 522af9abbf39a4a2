package dev.appmigrations.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.autoconfigure.wording.PropertyWording;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Operation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands that messages name.
 */
class CommandWordingTests {

	private static final Pattern QUOTED = Pattern.compile("the command '(?:migrations )?(.+)'");

	@ParameterizedTest
	@EnumSource
	void everyOperationIsACommandWithOptionsThatItHas(Operation operation) {
		String argument = switch (operation) {
			case ADOPT, ADOPT_RENAME -> "flyway";
			case ROLLBACK_TO -> "4";
			default -> "1_a.sql";
		};
		Matcher quoted = QUOTED.matcher(new PropertyWording().call(new Call(operation, argument)));
		assertThat(quoted.matches()).isTrue();
		String command = quoted.group(1).replace("VERSION", "4");
		PrintWriter out = new PrintWriter(new StringWriter());
		assertThat(MigrationsCommand.commandLine(Terminal.of(out, out, false, null, false))
			.parseArgs(command.split(" "))
			.hasSubcommand()).isTrue();
	}

}
