package dev.appmigrations.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.documentation.Snippet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Every command in the documentation is one that the command line understands.
 */
class DocumentedCommandsTests {

	private static final Pattern CALL = Pattern.compile("java -jar \\S+ migrations +([^`#|&\\n]+)");

	private static final Pattern CONTAINER = Pattern.compile("args: \\[\"migrations\", ([^\\]]+)]");

	private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|([^\\s\"]+)");

	/** What stands for any command. */
	private static final Set<String> PLACEHOLDERS = Set.of("COMMAND", "<command>");

	static List<Documented> commands() throws IOException {
		List<Documented> commands = new ArrayList<>();
		for (Path page : Snippet.pages()) {
			List<String> lines = Files.readAllLines(page);
			for (int i = 0; i < lines.size(); i++) {
				String place = page.getFileName() + ":" + (i + 1);
				CALL.matcher(lines.get(i)).results().forEach((call) -> add(commands, place, call.group(1)));
				CONTAINER.matcher(lines.get(i))
					.results()
					.forEach((call) -> add(commands, place, call.group(1).replace(',', ' ')));
			}
		}
		return commands;
	}

	private static void add(List<Documented> commands, String place, String text) {
		List<String> words = new ArrayList<>();
		for (Matcher word = WORD.matcher(text); word.find();) {
			words.add((word.group(1) != null) ? word.group(1) : word.group(2));
		}
		if (!PLACEHOLDERS.contains(words.get(0)) && !text.contains("…")) {
			commands.add(new Documented(place, CommandArguments.commandOf(words)));
		}
	}

	@ParameterizedTest
	@MethodSource("commands")
	void isUnderstood(Documented command) {
		CommandLine commandLine = MigrationsCommand.commandLine(Terminal.take(false));
		assertThatCode(() -> commandLine.parseArgs(command.arguments().toArray(String[]::new)))
			.doesNotThrowAnyException();
	}

	/**
	 * A command in a page.
	 *
	 * @param place the page and the line
	 * @param arguments what stands behind the word
	 */
	record Documented(String place, List<String> arguments) {

	}

}
