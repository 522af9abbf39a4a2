package dev.appmigrations.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintSettings;

import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * What the linter counts as harmful.
 *
 * @param rules Levels of rules, by their ids: "off", "info", "warn" or "fail" instead of
 * what the linter finds for this database.
 * @param ignore Globs of files that are not judged, for example legacy/**. A glob stands
 * for the path of a file, or for the end of it.
 * @param paths Levels for files, instead of those that "rules" sets for all. The first
 * entry that matches a file and has a level for the rule decides.
 * @param smallTable Size, with partitions and indexes, up to which a table is small: what
 * takes time in proportion to it does no harm.
 * @param smallRows Number of rows up to which a table is small.
 * @param maxBlock How long a statement may keep others from a table, as far as that can
 * be predicted, before it is a failure. If a duration suffix is not specified, seconds
 * will be used.
 */
public record LintProperties(Map<String, Level> rules, List<String> ignore, List<LintPathProperties> paths,
		DataSize smallTable, Long smallRows, @DurationUnit(ChronoUnit.SECONDS) Duration maxBlock) {

	static final LintProperties DEFAULT = new LintProperties(Map.of(), List.of(), List.of(),
			DataSize.ofBytes(LintSettings.DEFAULT.smallBytes()), LintSettings.DEFAULT.smallRows(),
			LintSettings.DEFAULT.longestBlock());

	public LintProperties {
		// The binder passes null for what is not set.
		rules = Map.copyOf(Objects.requireNonNullElse(rules, Map.of()));
		ignore = List.copyOf(Objects.requireNonNullElse(ignore, List.of()));
		paths = List.copyOf(Objects.requireNonNullElse(paths, List.of()));
		smallTable = Objects.requireNonNullElse(smallTable, DataSize.ofBytes(LintSettings.DEFAULT.smallBytes()));
		smallRows = Objects.requireNonNullElse(smallRows, LintSettings.DEFAULT.smallRows());
		maxBlock = Objects.requireNonNullElse(maxBlock, LintSettings.DEFAULT.longestBlock());
		Durations.notNegative("app.migrations.lint.max-block", maxBlock);
		LintPathProperties.checkRules("app.migrations.lint.rules.", rules);
		ignore.forEach((glob) -> LintPathProperties.checkGlob("app.migrations.lint.ignore", glob));
	}

	LintSettings settings() {
		List<LintSettings.PathLevel> levels = new ArrayList<>();
		for (String pattern : this.ignore) {
			levels.add(new LintSettings.PathLevel(pattern, null, Level.OFF));
		}
		this.paths.forEach((path) -> levels.addAll(path.levels()));
		return new LintSettings(this.rules, levels, this.smallTable.toBytes(), this.smallRows, this.maxBlock);
	}

}
