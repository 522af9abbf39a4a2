package dev.appmigrations.engine.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A time that passes only while someone sleeps, and then at once.
 */
public final class FakeTime extends Clock implements Sleeper {

	private final List<Duration> pauses = new ArrayList<>();

	private Instant now = Instant.parse("2025-11-12T00:00:00Z");

	@Override
	public void sleep(Duration duration) {
		this.pauses.add(duration);
		pass(duration);
	}

	void pass(Duration duration) {
		this.now = this.now.plus(duration);
	}

	public List<Duration> pauses() {
		return this.pauses;
	}

	@Override
	public Instant instant() {
		return this.now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return Clock.fixed(this.now, zone);
	}

}
