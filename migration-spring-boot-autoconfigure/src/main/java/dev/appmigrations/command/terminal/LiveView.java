package dev.appmigrations.command.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/**
 * One line that changes, below those that stay: for a person at a terminal. A thread of
 * its own counts the seconds of a statement that says nothing.
 */
final class LiveView implements ProgressView {

	private static final String CLEAR = "\r\u001b[K";

	/** On a terminal that is narrower than the line, its end is not seen. */
	private static final String NO_WRAP = "\u001b[?7l";

	private static final String WRAP = "\u001b[?7h";

	private static final long FRAME_MS = 250;

	private final Terminal terminal;

	private final Verb verb;

	private final PrintWriter out;

	private final Thread clock;

	private String migration = "";

	private String progress = "";

	private long start;

	private boolean running;

	LiveView(Terminal terminal, Verb verb) {
		this.terminal = terminal;
		this.verb = verb;
		this.out = terminal.out();
		this.clock = new Thread(this::tick, "migrations-terminal");
		this.clock.setDaemon(true);
		terminal.log().above(this::aside);
		this.clock.start();
	}

	/** Does something with an empty line, and draws the line anew below it. */
	private synchronized void aside(Runnable work) {
		if (this.running) {
			this.out.print(CLEAR);
			this.out.flush();
		}
		work.run();
		draw();
	}

	private void tick() {
		try {
			while (true) {
				draw();
				Thread.sleep(FRAME_MS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized void draw() {
		if (this.running) {
			long seconds = Duration.ofNanos(System.nanoTime() - this.start).toSeconds();
			String line = this.migration + ((this.progress.isEmpty()) ? "" : "  " + this.progress) + "  " + seconds
					+ " s";
			this.out.print(NO_WRAP + CLEAR + line.substring(0, Math.min(line.length(), Terminal.WIDTH - 1)) + WRAP);
			this.out.flush();
		}
	}

	@Override
	public Duration interval() {
		return Duration.ofMillis(FRAME_MS);
	}

	@Override
	public synchronized void say(String line) {
		this.out.println(((this.running) ? CLEAR : "") + line);
		draw();
	}

	@Override
	public void notice(boolean warning, List<String> lines) {
		int end = lines.get(0).indexOf(' ');
		String painted = this.terminal.paint((warning) ? Terminal.Color.YELLOW : Terminal.Color.FAINT,
				lines.get(0).substring(0, end)) + lines.get(0).substring(end);
		say(painted + String.join("", lines.subList(1, lines.size()).stream().map("\n"::concat).toList()));
	}

	@Override
	public synchronized void started(String name, int number, int total) {
		this.migration = "[" + number + "/" + total + "] " + name;
		this.progress = "";
		this.start = System.nanoTime();
		this.running = true;
		draw();
	}

	@Override
	public synchronized void progressed(String what) {
		this.progress = what;
		draw();
	}

	@Override
	public synchronized void ended(boolean done, String name, String took) {
		ended((done)
				? this.terminal.paint(Terminal.Color.GREEN, "%-10s".formatted(this.verb.done())) + name + " in " + took
				: this.terminal.paint(Terminal.Color.RED, "failed    ") + name);
	}

	@Override
	public synchronized void ended(String line) {
		this.running = false;
		this.out.println(CLEAR + line);
	}

	@Override
	public synchronized void close() {
		this.clock.interrupt();
		this.terminal.log().alone();
		if (this.running) {
			this.running = false;
			this.out.println();
		}
		this.out.flush();
	}

}
