package dev.appmigrations.command.terminal;

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
			new PrintWriter(new StringWriter()), null, false);

	@ParameterizedTest
	@ValueSource(ints = { 1, 78, 79, 255, 5000 })
	void atWhenOutputIsNoTerminalBreaksNothing(int length) {
		String name = "a".repeat(length);
		assertThat(WrappedName.at(this.pipe, 37, name)).isEqualTo(name);
	}

	@Test
	void wrappedGoesOnBelowItsColumnAndCutsNothing() {
		String name = "a".repeat(Terminal.WIDTH) + "b".repeat(Terminal.WIDTH);
		String wrapped = WrappedName.wrapped(30, name);
		assertThat(wrapped.lines().skip(1)).allMatch((line) -> line.startsWith(" ".repeat(30)));
		assertThat(wrapped.replace("\n" + " ".repeat(30), "")).isEqualTo(name);
	}

}
