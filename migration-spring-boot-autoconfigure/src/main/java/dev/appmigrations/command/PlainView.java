package dev.appmigrations.command;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * A line for each thing that happens: for logs.
 */
final class PlainView implements ProgressView {

	private final PrintWriter out;

	private String current = "";

	PlainView(Terminal terminal) {
		this.out = terminal.out();
	}

	@Override
	public Duration interval() {
		return Duration.ofSeconds(10);
	}

	@Override
	public void say(String line) {
		this.out.println(line);
	}

	@Override
	public void started(String name, int number, int total) {
		this.current = name;
		say("applying  " + name + " (" + number + " of " + total + ")");
	}

	@Override
	public void progressed(String what) {
		say("running   " + this.current + ": " + what);
	}

	@Override
	public void ended(boolean applied, String name, String took) {
		say((applied) ? "applied   " + name + " in " + took : "failed    " + name);
	}

	@Override
	public void close() {
		this.out.flush();
	}

}
