package dev.appmigrations.engine.safety;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What counts as harmful.
 *
 * @param levels the levels of rules, by their ids, where they are not the linter's own
 * @param pathLevels levels for files, the first that matches
 * @param smallBytes the size up to which a table is small, with partitions and indexes,
 * in bytes
 * @param smallRows the number of rows up to which a table is small
 * @param longestBlock for how long a table may be out of use
 */
public record LintSettings(Map<String, Level> levels, List<PathLevel> pathLevels, long smallBytes, long smallRows,
		Duration longestBlock) {

	/** What holds unless something else is set. */
	public static final LintSettings DEFAULT = new LintSettings(Map.of(), List.of(), 10L * 1024 * 1024, 10_000,
			Duration.ofSeconds(2));

	public LintSettings {
		levels = Map.copyOf(levels);
		pathLevels = List.copyOf(pathLevels);
	}

	/**
	 * Returns the level that is set for a rule in a file.
	 * @param rule the id of the rule
	 * @param path where the file is
	 * @return the level, {@code null} where none is set
	 */
	@Nullable Level level(String rule, String path) {
		for (PathLevel entry : this.pathLevels) {
			if ((entry.rule() == null || entry.rule().equals(rule)) && entry.matches(path)) {
				return entry.level();
			}
		}
		return this.levels.get(rule);
	}

	/**
	 * A level for files.
	 *
	 * @param pattern a glob for the path of a file, for example
	 * {@code **}{@code /legacy/*}
	 * @param rule the id of the rule, {@code null} for all
	 * @param level the level
	 */
	public record PathLevel(String pattern, @Nullable String rule, Level level) {

		boolean matches(String path) {
			PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + this.pattern);
			Path file = Path.of(path);
			return matcher.matches(file) || (file.getFileName() != null && matcher.matches(file.getFileName()));
		}

	}

}
