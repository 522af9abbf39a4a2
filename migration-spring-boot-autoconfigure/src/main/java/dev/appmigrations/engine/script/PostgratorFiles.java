package dev.appmigrations.engine.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Script;
import org.jspecify.annotations.Nullable;

/**
 * Postgrator: {@code 001.do.x.sql} and {@code 001.undo.x.sql}, the description optional.
 */
final class PostgratorFiles implements FileLayout {

	private static final Pattern NAME = Pattern.compile("(\\d+)\\.(do|undo)(?:\\.(.*))?\\.sql");

	@Override
	public Layout layout() {
		return Layout.POSTGRATOR;
	}

	@Override
	public String form() {
		return "<version>.do.<name>.sql";
	}

	@Override
	public boolean ignoresOthers() {
		return true;
	}

	@Override
	public @Nullable NamedScript read(Script script) {
		Matcher name = NAME.matcher(script.fileName());
		if (!name.matches()) {
			return null;
		}
		String description = (name.group(3) != null) ? name.group(3).replace('_', ' ').trim() : "";
		ScriptName.Form form = ("do".equals(name.group(2))) ? ScriptName.Form.VERSIONED : ScriptName.Form.ROLLBACK;
		return new NamedScript(script, script.fileName(),
				new ScriptName(form, MigrationVersion.parse(name.group(1)), description), false);
	}

}
