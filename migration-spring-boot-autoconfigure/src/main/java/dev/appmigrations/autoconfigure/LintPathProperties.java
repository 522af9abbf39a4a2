package dev.appmigrations.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;

import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintSettings;
import org.jspecify.annotations.Nullable;

/**
 * Levels of the linter's rules for some of the files.
 *
 * @param pattern Glob for the path of a file, or for the end of it, for example
 * legacy/**.
 * @param level Level of all rules in these files that "rules" does not name.
 * @param rules Levels of rules in these files, by their ids.
 */
public record LintPathProperties(String pattern, @Nullable Level level, Map<String, Level> rules) {

	public LintPathProperties {
		// The binder passes null for what is not set.
		rules = Map.copyOf(Objects.requireNonNullElse(rules, Map.of()));
		if (pattern == null || pattern.isBlank()) {
			throw new IllegalArgumentException("an entry of app.migrations.lint.paths has no pattern");
		}
		String entry = "app.migrations.lint.paths, pattern " + pattern;
		checkGlob(entry, pattern);
		checkRules(entry + ": ", rules);
		if (level == null && rules.isEmpty()) {
			throw new IllegalArgumentException(entry + " sets neither a level nor rules");
		}
	}

	List<LintSettings.PathLevel> levels() {
		List<LintSettings.PathLevel> levels = new ArrayList<>();
		this.rules.forEach((rule, set) -> levels.add(new LintSettings.PathLevel(this.pattern, rule, set)));
		if (this.level != null) {
			levels.add(new LintSettings.PathLevel(this.pattern, null, this.level));
		}
		return levels;
	}

	static void checkRules(String prefix, Map<String, Level> rules) {
		for (String rule : rules.keySet()) {
			if (!LintSettings.isRule(rule)) {
				throw new IllegalArgumentException(prefix + rule + ": there is no such rule");
			}
		}
	}

	static void checkGlob(String property, String glob) {
		try {
			LintSettings.checkPattern(glob);
		}
		catch (PatternSyntaxException ex) {
			throw new IllegalArgumentException(property + ": " + glob + " is no glob: " + ex.getDescription());
		}
	}

}
