package dev.appmigrations.command.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/**
 * Shows warnings and nothing else.
 */
final class QuietView implements ProgressView {

	private final PrintWriter err;

	QuietView(Terminal terminal) {
		this.err = terminal.err();
	}

	@Override
	public Duration interval() {
		return Duration.ofMinutes(1);
	}

	@Override
	public void say(String line) {
		// Nobody wants to know.
	}

	@Override
	public void warn(String line) {
		this.err.println(line);
	}

	@Override
	public void notice(boolean warning, List<String> lines) {
		if (warning) {
			lines.forEach(this.err::println);
		}
	}

	@Override
	public void started(String name, int number, int total) {
		// Nobody wants to know.
	}

	@Override
	public void progressed(String what) {
		// Nobody wants to know.
	}

	@Override
	public void ended(boolean done, String name, String took) {
		// A failure has its report.
	}

	@Override
	public void ended(String line) {
		say(line);
	}

	@Override
	public void close() {
		this.err.flush();
	}

}
