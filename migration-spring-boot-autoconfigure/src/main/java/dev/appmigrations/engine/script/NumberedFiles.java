package dev.appmigrations.engine.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Script;
import org.jspecify.annotations.Nullable;

/**
 * A number, anything, and {@code .sql}: what dbmate, sql-migrate, node-postgres runners
 * and scripts of one's own accept. A date with hyphens ({@code 2020-01-31-x.sql}) is one
 * number.
 */
final class NumberedFiles implements FileLayout {

	private static final Pattern DATE = Pattern
		.compile("((?:19|20)\\d{2})-([01]\\d)-([0-3]\\d)(?:[-_T ]?(\\d{4}(?:\\d{2})?))?(?:[-_. ]+(.*))?");

	private static final Pattern NUMBER = Pattern.compile("(\\d+(?:\\.\\d+)*)(?:[-_. ]+(.*))?");

	private final Layout layout;

	/**
	 * Creates a layout.
	 * @param layout its name
	 */
	NumberedFiles(Layout layout) {
		this.layout = layout;
	}

	@Override
	public Layout layout() {
		return this.layout;
	}

	@Override
	public String form() {
		return "<number>-<name>.sql";
	}

	@Override
	public boolean ignoresOthers() {
		return this.layout != Layout.NUMBERED;
	}

	@Override
	public @Nullable NamedScript read(Script script) {
		FileStem stem = FileStem.of(script.fileName());
		if (stem == null) {
			return null;
		}
		Matcher date = DATE.matcher(stem.name());
		if (date.matches()) {
			String time = (date.group(4) != null) ? date.group(4) : "";
			return named(script, stem, date.group(1) + date.group(2) + date.group(3) + time, date.group(5));
		}
		Matcher number = NUMBER.matcher(stem.name());
		return (number.matches()) ? named(script, stem, number.group(1), number.group(2)) : null;
	}

	private static NamedScript named(Script script, FileStem stem, String version, @Nullable String description) {
		String words = (description != null) ? description.replace('_', ' ').trim() : "";
		return new NamedScript(script, script.fileName(),
				new ScriptName(stem.form(), MigrationVersion.parse(version), words), true);
	}

}
