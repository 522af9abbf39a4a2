package dev.appmigrations.command.terminal;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * A line for each thing that happens.
 */
final class PlainView implements ProgressView {

	private final PrintWriter out;

	private final Verb verb;

	private String current = "";

	PlainView(Terminal terminal, Verb verb) {
		this.out = terminal.out();
		this.verb = verb;
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
		say("%-10s".formatted(this.verb.doing()) + name + " (" + number + " of " + total + ")");
	}

	@Override
	public void progressed(String what) {
		say("running   " + this.current + ": " + what);
	}

	@Override
	public void ended(boolean done, String name, String took) {
		say((done) ? "%-10s".formatted(this.verb.done()) + name + " in " + took : "failed    " + name);
	}

	@Override
	public void ended(String line) {
		say(line);
	}

	@Override
	public void close() {
		this.out.flush();
	}

}
