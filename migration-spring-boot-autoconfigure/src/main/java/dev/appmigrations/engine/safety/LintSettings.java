package dev.appmigrations.engine.safety;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.safety.rule.Rules;
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
	 * Tells whether a level can be set for findings with this id.
	 * @param rule the id
	 * @return whether a rule, or the linter itself, has such findings
	 */
	public static boolean isRule(String rule) {
		return Rules.find(rule) != null || rule.equals(StatementJudge.UNUSED);
	}

	/**
	 * Checks a glob for files.
	 * @param glob the glob
	 * @throws java.util.regex.PatternSyntaxException if it is none
	 */
	public static void checkPattern(String glob) {
		new PathPattern(glob);
	}

	/**
	 * Returns the levels that are set for a file.
	 * @param path where the file is
	 * @return the levels
	 */
	FileLevels levelsFor(String path) {
		List<PathLevel> matching = new ArrayList<>();
		for (PathLevel entry : this.pathLevels) {
			if (new PathPattern(entry.pattern()).matches(path)) {
				matching.add(entry);
			}
		}
		return new FileLevels(this.levels, matching);
	}

	/**
	 * A level for files.
	 *
	 * @param pattern a glob for the path of a file or for the end of it, for example
	 * {@code legacy/**}
	 * @param rule the id of the rule, {@code null} for all
	 * @param level the level
	 */
	public record PathLevel(String pattern, @Nullable String rule, Level level) {

		public PathLevel {
			checkPattern(pattern);
		}

	}

	/**
	 * The levels that are set for a file.
	 *
	 * @param levels the levels of rules in all files
	 * @param ofFile the levels for this file, the first that is about a rule
	 */
	record FileLevels(Map<String, Level> levels, List<PathLevel> ofFile) {

		/**
		 * Returns the level that is set for a rule.
		 * @param rule the id of the rule
		 * @return the level, {@code null} where none is set
		 */
		@Nullable Level of(String rule) {
			for (PathLevel entry : this.ofFile) {
				if (entry.rule() == null || entry.rule().equals(rule)) {
					return entry.level();
				}
			}
			return this.levels.get(rule);
		}

	}

}
