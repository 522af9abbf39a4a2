package dev.appmigrations.command.terminal;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WrappedName}.
 */
class WrappedNameTests {

	private final Terminal pipe = new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()),
			new PrintWriter(new StringWriter()), null, false, false, new LogStream(OutputStream.nullOutputStream()));

	@ParameterizedTest
	@ValueSource(ints = { 1, 78, 79, 255, 5000 })
	void atWhenOutputIsNoTerminalBreaksNothing(int length) {
		String name = "a".repeat(length);
		assertThat(WrappedName.at(this.pipe, 37, name)).isEqualTo(name);
	}

	@Test
	void wrappedWhenNameDoesNotFitHasItWholeInTheNextLine() {
		String name = "a".repeat(Terminal.WIDTH) + "b".repeat(Terminal.WIDTH);
		assertThat(WrappedName.wrapped(30, name)).isEqualTo("\n  " + name);
		assertThat(WrappedName.wrapped(2, name)).isEqualTo(name);
	}

	@Test
	void wrappedWhenNameFitsLeavesItInItsColumn() {
		String name = "a".repeat(Terminal.WIDTH - 30);
		assertThat(WrappedName.wrapped(30, name)).isEqualTo(name);
		assertThat(WrappedName.wrapped(31, name)).startsWith("\n");
	}

}
