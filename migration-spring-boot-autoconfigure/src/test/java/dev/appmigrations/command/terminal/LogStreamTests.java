package dev.appmigrations.command.terminal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogStream}.
 */
class LogStreamTests {

	private final ByteArrayOutputStream target = new ByteArrayOutputStream();

	private final LogStream log = new LogStream(this.target);

	private final PrintStream out = new PrintStream(this.log, true, StandardCharsets.UTF_8);

	private String text() {
		return this.target.toString(StandardCharsets.UTF_8);
	}

	@Test
	void writeWaitsForTheEndOfTheLine() {
		this.out.print("half");
		assertThat(text()).isEmpty();
		this.out.println(" a line");
		assertThat(text()).isEqualTo("half a line" + System.lineSeparator());
		this.out.print("rest");
		this.log.finish();
		assertThat(text()).endsWith("rest");
	}

	@Test
	void writeWhileALineIsShownMakesRoomForIt() {
		this.log.above((work) -> {
			this.target.writeBytes("<".getBytes(StandardCharsets.UTF_8));
			work.run();
			this.target.writeBytes(">".getBytes(StandardCharsets.UTF_8));
		});
		this.out.print("one\ntwo\n");
		assertThat(text()).isEqualTo("<one\ntwo\n>");
		this.log.alone();
		this.out.print("three\n");
		assertThat(text()).endsWith(">three\n");
	}

}
