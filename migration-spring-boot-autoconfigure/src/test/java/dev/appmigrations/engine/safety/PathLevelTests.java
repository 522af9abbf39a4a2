package dev.appmigrations.engine.safety;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

import dev.appmigrations.engine.safety.LintSettings.PathLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Levels of rules in some of the files.
 */
class PathLevelTests {

	private static LintSettings settings(Map<String, Level> levels, PathLevel... paths) {
		return new LintSettings(levels, List.of(paths), 0, 0, Duration.ZERO);
	}

	@ParameterizedTest
	@CsvSource({ "legacy/**, db/migration/legacy/1_x.sql, true", "legacy/**, db/migration/legacy/a/1_x.sql, true",
			"legacy/**, legacy/1_x.sql, true", "legacy/**, db/migration/old-legacy/1_x.sql, false",
			"legacy/*, db/migration/legacy/a/1_x.sql, false", "1_*, db/migration/1_x.sql, true",
			"1_*, db/migration/11_x.sql, false", "'{1,2}_*.sql', db/migration/2_x.sql, true",
			"**/legacy/*, db/migration/legacy/1_x.sql, true",
			"/srv/app/db/migration/*, /srv/app/db/migration/1_x.sql, true",
			"db/migration/1_x.sql, /srv/app/db/migration/1_x.sql, true" })
	void patternMatchesAPathOrItsEnd(String pattern, String path, boolean matches) {
		LintSettings settings = settings(Map.of(), new PathLevel(pattern, null, Level.OFF));
		assertThat(settings.levelsFor(path).of("truncate")).isEqualTo((matches) ? Level.OFF : null);
	}

	@Test
	void firstEntryAboutTheRuleDecides() {
		LintSettings settings = settings(Map.of("truncate", Level.FAIL, "drop-table", Level.INFO),
				new PathLevel("seed/**", "truncate", Level.INFO), new PathLevel("seed/**", null, Level.WARN),
				new PathLevel("**", "truncate", Level.OFF));
		assertThat(settings.levelsFor("db/seed/1_x.sql").of("truncate")).isEqualTo(Level.INFO);
		assertThat(settings.levelsFor("db/seed/1_x.sql").of("drop-table")).isEqualTo(Level.WARN);
		assertThat(settings.levelsFor("db/1_x.sql").of("truncate")).isEqualTo(Level.OFF);
		assertThat(settings.levelsFor("db/1_x.sql").of("drop-table")).isEqualTo(Level.INFO);
		assertThat(settings.levelsFor("db/1_x.sql").of("rename-table")).isNull();
	}

	@Test
	void patternThatIsNoGlobIsAnError() {
		assertThatExceptionOfType(PatternSyntaxException.class).isThrownBy(() -> new PathLevel("a[b", null, Level.OFF));
	}

}
