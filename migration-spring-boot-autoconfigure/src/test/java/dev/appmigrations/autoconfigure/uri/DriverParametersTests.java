package dev.appmigrations.autoconfigure.uri;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.postgresql.PGProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DriverParameters} and for the names that the other rules lead to.
 */
class DriverParametersTests {

	private static final Set<String> TARGET = Set.of("PGHOST", "PGPORT", "PGDBNAME", "user", "password");

	@Test
	void namesAreTheDriversButForThoseThatSayWhereToConnect() {
		Set<String> names = Stream.of(PGProperty.values())
			.map(PGProperty::getName)
			.filter((name) -> !TARGET.contains(name))
			.collect(Collectors.toSet());
		assertThat(DriverParameters.NAMES).isEqualTo(names);
	}

	@Test
	void ignoredNamesAreNeitherLibpqsNorTheDrivers() {
		assertThat(ForeignParameters.IGNORED).doesNotContainAnyElementsOf(DriverParameters.NAMES)
			.doesNotContainAnyElementsOf(LibpqParameters.RULES.keySet())
			.doesNotContainAnyElementsOf(LibpqParameters.TARGET)
			.doesNotContainAnyElementsOf(ForeignParameters.RULES.keySet());
	}

	@Test
	void everyParameterIsInTheDocumentation() throws IOException {
		String page = Files.readString(Path.of("..", "docs", "connection-uris.md"));
		assertThat(Stream
			.of(LibpqParameters.TARGET, LibpqParameters.RULES.keySet(), ForeignParameters.RULES.keySet(),
					ForeignParameters.IGNORED)
			.flatMap(Set::stream)
			.filter((name) -> !page.contains("`" + name + "`") && !page.contains("`" + name + "="))).isEmpty();
	}

}
