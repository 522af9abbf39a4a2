package dev.appmigrations.engine.script;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ScriptFiles}.
 */
class ScriptFilesTests {

	private static final Location ONE = Location.parse("classpath:one");

	private static final Location TWO = Location.parse("classpath:two");

	private static ScriptFiles find(Script... scripts) {
		return ScriptFiles.find((location) -> Optional.of(List.of(scripts)), List.of(ONE));
	}

	@Test
	void findTakesFilesOfAllLocationsInTheOrderOfTheirPaths() {
		Script a = Bytes.of("two/a.sql", "");
		Script b = Bytes.of("one/sub/b.sql", "");
		Script c = Bytes.of("one/C.sql", "");
		Map<Location, List<Script>> found = Map.of(ONE, List.of(c, b), TWO, List.of(a));
		ScriptFiles files = ScriptFiles.find((location) -> Optional.of(found.get(location)), List.of(ONE, TWO));
		assertThat(files).isEqualTo(new ScriptFiles(List.of(c, b, a), List.of()));
	}

	@Test
	void findWhenTheDefaultLocationDoesNotExistWarns() {
		ScriptFiles files = ScriptFiles.find((location) -> Optional.empty(), List.of(Location.DEFAULT));
		assertThat(files.problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(Problem.Code.MISSING_LOCATION);
			assertThat(problem.isError()).isFalse();
		});
	}

	@Test
	void findWhenANamedLocationDoesNotExistIsAnError() {
		Script a = Bytes.of("one/a.sql", "");
		ScriptFiles files = ScriptFiles
			.find((location) -> (location.equals(ONE)) ? Optional.of(List.of(a)) : Optional.empty(), List.of(ONE, TWO));
		assertThat(files.scripts()).containsExactly(a);
		assertThat(files.problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(Problem.Code.MISSING_LOCATION);
			assertThat(problem.isError()).isTrue();
			assertThat(problem.message()).isEqualTo("Location classpath:two does not exist.");
		});
	}

	@Test
	void findWhenLocationCannotBeReadFails() {
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> ScriptFiles.find((location) -> {
			throw new IOException("it is on fire");
		}, List.of(ONE))).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ErrorCode.SCRIPT_UNREADABLE);
			assertThat(ex.description()).isEqualTo("classpath:one cannot be read: it is on fire");
		});
	}

	@Test
	void findWhenLocationsOverlapTakesFileOnce() {
		Script a = Bytes.of("one/a.sql", "SELECT 1");
		ScriptFiles files = ScriptFiles.find((location) -> Optional.of(List.of(a)), List.of(ONE, TWO));
		assertThat(files).isEqualTo(new ScriptFiles(List.of(a), List.of()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 8191, 8192, 8193, 16384, 20_000 })
	void findWhenTwoRootsHaveSameContentTakesFileOnce(int length) {
		String text = "x".repeat(length);
		Script first = Bytes.of("one/a.sql", text);
		ScriptFiles files = find(first, Bytes.of("one/a.sql", text));
		assertThat(files).isEqualTo(new ScriptFiles(List.of(first), List.of()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 8191, 8192, 8193, 16384, 20_000 })
	void findWhenTwoRootsHaveDifferentContentIsError(int length) {
		String text = "x".repeat(length);
		for (String other : List.of(text + "y", "y" + text, text + "\n")) {
			assertThat(find(Bytes.of("one/a.sql", text), Bytes.of("one/a.sql", other)).problems()).singleElement()
				.satisfies((problem) -> {
					assertThat(problem.code()).isEqualTo(Problem.Code.AMBIGUOUS_SCRIPT);
					assertThat(problem.isError()).isTrue();
					assertThat(problem.message())
						.isEqualTo("one/a.sql is in two roots of the class path, with different content.");
				});
		}
	}

	@Test
	void findWhenTwoFoldersHaveOneNameIsErrorAlsoForSameContent() {
		ScriptFiles files = find(Bytes.of("one/x/1_a.sql", "SELECT 1"), Bytes.of("one/y/1_a.sql", "SELECT 1"));
		assertThat(files.scripts()).hasSize(1);
		assertThat(files.problems()).extracting(Problem::message)
			.containsExactly("one/x/1_a.sql and one/y/1_a.sql have one name.");
	}

	@Test
	void findWhenNamesDifferOnlyInCaseIsError() {
		ScriptFiles files = find(Bytes.of("one/1_Users.sql", ""), Bytes.of("one/1_users.SQL", ""));
		assertThat(files.problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(Problem.Code.AMBIGUOUS_SCRIPT);
			assertThat(problem.migrations()).containsExactly("1_Users.sql", "1_users.SQL");
		});
	}

	@Test
	void findWhenThreeFilesHaveOneNameTellsOfEach() {
		ScriptFiles files = find(Bytes.of("one/a.sql", "1"), Bytes.of("one/a.sql", "1"), Bytes.of("one/b/a.sql", "1"),
				Bytes.of("one/c/a.sql", "1"));
		assertThat(files.problems()).hasSize(2);
	}

	@Test
	void findWhenContentCannotBeComparedFails() {
		Script unreadable = new Script() {

			@Override
			public String fileName() {
				return "a.sql";
			}

			@Override
			public String path() {
				return "one/a.sql";
			}

			@Override
			public InputStream open() throws IOException {
				throw new IOException("no permission");
			}

		};
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> find(Bytes.of("one/a.sql", "1"), unreadable))
			.withMessageContaining("one/a.sql cannot be read: no permission");
	}

}
