package dev.appmigrations.command;

import java.io.PrintWriter;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * {@code completion}: what a shell needs to complete commands and options.
 */
@CommandLine.Command(name = "completion", description = "Print a completion script for bash and zsh.",
		footer = { "", "It completes a command called migrations: give the jar that name first.", "", "Example:",
				"  migrations() { java -jar app.jar migrations \"$@\"; }", "  source <(migrations completion)" })
final class CompletionCommand implements Runnable {

	@CommandLine.Spec
	private CommandLine.Model.@Nullable CommandSpec spec;

	@CommandLine.Option(names = { "-h", "--help" }, usageHelp = true, description = "Show this help.")
	@SuppressWarnings("unused") // read by picocli
	private boolean help;

	@Override
	public void run() {
		CommandLine root = Objects.requireNonNull(this.spec).root().commandLine();
		PrintWriter out = root.getOut();
		out.print(AutoComplete.bash(CommandArguments.WORD, root));
		out.flush();
	}

}
