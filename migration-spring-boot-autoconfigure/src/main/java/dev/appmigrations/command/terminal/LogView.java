package dev.appmigrations.command.terminal;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A run without a terminal, for logs. Few migrations have two lines each. Of many it says
 * every few seconds how many are done, and names only those that take long or fail. A
 * thread of its own notices that a migration takes long.
 */
final class LogView implements ProgressView {

	/** More migrations than these are counted. */
	static final int FEW = 20;

	/** The time between two counts. */
	static final Duration PAUSE = Duration.ofSeconds(5);

	/** A migration that takes longer is named. */
	static final Duration SLOW = Duration.ofSeconds(3);

	private final PlainView lines;

	private final Verb verb;

	private final LongSupplier nanoTime;

	private final Thread clock;

	private boolean counting;

	private String migration = "";

	private String last = "";

	private int number;

	private int total;

	private int done;

	private int counted;

	private long started;

	private long spoken;

	private boolean running;

	private boolean named;

	LogView(PlainView lines, Verb verb, LongSupplier nanoTime) {
		this.lines = lines;
		this.verb = verb;
		this.nanoTime = nanoTime;
		this.clock = new Thread(this::watch, "migrations-log");
		this.clock.setDaemon(true);
	}

	private void watch() {
		try {
			while (true) {
				Thread.sleep(500);
				look();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Says what is due to be said. */
	synchronized void look() {
		if (this.counting) {
			long now = this.nanoTime.getAsLong();
			if (this.running && now - this.started >= SLOW.toNanos()) {
				name();
			}
			else if (now - this.spoken >= PAUSE.toNanos()) {
				count();
			}
		}
	}

	private void count() {
		if (this.done > this.counted) {
			this.lines
				.say("%-10s".formatted(this.verb.done()) + this.done + " of " + this.total + ", the last " + this.last);
			this.counted = this.done;
			this.spoken = this.nanoTime.getAsLong();
		}
	}

	private void name() {
		if (this.running && !this.named) {
			count();
			this.lines.started(this.migration, this.number, this.total);
			this.named = true;
		}
	}

	@Override
	public Duration interval() {
		return this.lines.interval();
	}

	@Override
	public synchronized void say(String line) {
		this.lines.say(line);
	}

	@Override
	public synchronized void started(String migrationName, int ordinal, int count) {
		this.migration = migrationName;
		this.number = ordinal;
		this.total = count;
		this.started = this.nanoTime.getAsLong();
		this.running = true;
		this.named = false;
		if (!this.counting && count > FEW) {
			this.counting = true;
			this.spoken = this.started;
			this.clock.start();
		}
		if (!this.counting) {
			name();
		}
	}

	/** In its place is below the name of its migration. */
	@Override
	public synchronized void notice(boolean warning, List<String> text) {
		name();
		this.lines.notice(warning, text);
	}

	@Override
	public synchronized void progressed(String what) {
		name();
		this.lines.progressed(what);
	}

	@Override
	public synchronized void ended(boolean success, String migrationName, String took) {
		if (!success) {
			count();
		}
		if (this.named || !success) {
			this.lines.ended(success, migrationName, took);
		}
		this.running = false;
		if (success && this.counting) {
			this.done++;
			this.last = migrationName;
			look();
		}
	}

	@Override
	public synchronized void ended(String line) {
		this.running = false;
		this.lines.ended(line);
	}

	@Override
	public synchronized void close() {
		this.clock.interrupt();
		if (this.counting) {
			count();
		}
		this.lines.close();
	}

}
