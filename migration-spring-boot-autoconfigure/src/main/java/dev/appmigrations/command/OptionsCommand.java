package dev.appmigrations.command;

import java.io.PrintWriter;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code help options}: the options that all commands have, in one place.
 */
@CommandLine.Command(name = OptionsCommand.NAME, hidden = true, description = "The options that all commands have.",
		synopsisHeading = "", customSynopsis = "Options of every command:",
		footer = { "", "Properties of the application may stand anywhere: --spring.profiles.active=ci,",
				"--app.migrations.url=postgresql://USER@HOST/DATABASE. They have a dot in their names.", "",
				"Colours are left out with the environment variable NO_COLOR, and where there is no",
				"terminal. Standard output has the results, standard error everything else." })
final class OptionsCommand implements Runnable {

	static final String NAME = "options";

	@CommandLine.Spec
	private CommandLine.Model.@Nullable CommandSpec spec;

	@Override
	public void run() {
		if (this.spec != null) {
			PrintWriter out = this.spec.commandLine().getOut();
			this.spec.commandLine().usage(out);
			out.flush();
		}
	}

}
