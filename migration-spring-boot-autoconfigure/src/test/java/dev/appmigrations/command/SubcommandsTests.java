package dev.appmigrations.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;

import dev.appmigrations.command.terminal.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Subcommands}.
 */
class SubcommandsTests {

	private static final Terminal TERMINAL = Terminal.of(new StringWriter(), new StringWriter(), false, null, false);

	static Stream<String> names() {
		return Subcommands.NAMES.stream();
	}

	private static CommandLine called(String... arguments) {
		return MigrationsCommand.commandLine(TERMINAL, List.of(arguments));
	}

	private static String usage(CommandLine commandLine) {
		StringWriter out = new StringWriter();
		commandLine.usage(new PrintWriter(out));
		return out.toString();
	}

	@ParameterizedTest
	@MethodSource("names")
	void commandThatIsCalledIsTheSameAsAmongAll(String name) {
		CommandLine alone = called(name, "--verbose").getSubcommands().get(name);
		CommandLine among = MigrationsCommand.commandLine(TERMINAL).getSubcommands().get(name);
		assertThat(alone.getCommandSpec().userObject().getClass().getAnnotation(CommandLine.Command.class).name())
			.isEqualTo(name);
		assertThat(usage(alone)).isEqualTo(usage(among));
		assertThat(alone.getCommandSpec().optionsMap().keySet())
			.containsExactlyInAnyOrderElementsOf(among.getCommandSpec().optionsMap().keySet())
			.contains("--verbose");
	}

	@Test
	void commandThatIsCalledIsTheOnlyOne() {
		assertThat(called("status", "--json", "up").getSubcommands()).containsOnlyKeys("status");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "help", "help up", "completion", "--help", "--help status", "--verbose status",
			"statsu", "statsu status", "Status", "-- status" })
	void allAreThereWhereTheFirstArgumentIsNoCommandOrOneAboutCommands(String arguments) {
		CommandLine commandLine = called(arguments.split(" "));
		assertThat(commandLine.getSubcommands().keySet()).containsExactlyElementsOf(Subcommands.NAMES);
		assertThat(usage(commandLine)).isEqualTo(usage(MigrationsCommand.commandLine(TERMINAL)));
	}

}
