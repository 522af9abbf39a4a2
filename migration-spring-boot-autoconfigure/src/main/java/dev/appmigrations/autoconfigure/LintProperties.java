package dev.appmigrations.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintSettings;
import dev.appmigrations.engine.safety.rule.Rules;

import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * What the linter counts as harmful.
 *
 * @param rules Levels of rules, by their ids: "off", "info", "warn" or "fail" instead of
 * what the linter finds for this database.
 * @param ignore Globs of files that are not judged, for example legacy/**.
 * @param smallTable Size, with partitions and indexes, up to which a table is small: what
 * takes time in proportion to it does no harm.
 * @param smallRows Number of rows up to which a table is small.
 * @param maxBlock How long a statement may keep others from a table, as far as that can
 * be predicted, before it is a failure. If a duration suffix is not specified, seconds
 * will be used.
 */
public record LintProperties(Map<String, Level> rules, List<String> ignore, DataSize smallTable, Long smallRows,
		@DurationUnit(ChronoUnit.SECONDS) Duration maxBlock) {

	static final LintProperties DEFAULT = new LintProperties(Map.of(), List.of(),
			DataSize.ofBytes(LintSettings.DEFAULT.smallBytes()), LintSettings.DEFAULT.smallRows(),
			LintSettings.DEFAULT.longestBlock());

	public LintProperties {
		// The binder passes null for what is not set.
		rules = Map.copyOf(Objects.requireNonNullElse(rules, Map.of()));
		ignore = List.copyOf(Objects.requireNonNullElse(ignore, List.of()));
		smallTable = Objects.requireNonNullElse(smallTable, DataSize.ofBytes(LintSettings.DEFAULT.smallBytes()));
		smallRows = Objects.requireNonNullElse(smallRows, LintSettings.DEFAULT.smallRows());
		maxBlock = Objects.requireNonNullElse(maxBlock, LintSettings.DEFAULT.longestBlock());
		Durations.notNegative("app.migrations.lint.max-block", maxBlock);
		for (String rule : rules.keySet()) {
			if (Rules.find(rule) == null) {
				throw new IllegalArgumentException("app.migrations.lint.rules." + rule + ": there is no such rule");
			}
		}
	}

	LintSettings settings() {
		List<LintSettings.PathLevel> paths = new ArrayList<>();
		for (String pattern : this.ignore) {
			paths.add(new LintSettings.PathLevel(pattern, null, Level.OFF));
		}
		return new LintSettings(this.rules, paths, this.smallTable.toBytes(), this.smallRows, this.maxBlock);
	}

}
