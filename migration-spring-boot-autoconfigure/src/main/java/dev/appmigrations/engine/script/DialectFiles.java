package dev.appmigrations.engine.script;

import dev.appmigrations.engine.migration.Script;
import org.jspecify.annotations.Nullable;

/**
 * Files for several databases, such as pop's: {@code x.postgres.up.sql} before
 * {@code x.up.sql}, and none of those for others.
 */
final class DialectFiles implements FileLayout {

	@Override
	public Layout layout() {
		return Layout.POP;
	}

	@Override
	public String form() {
		return "<version>_<name>.postgres.up.sql";
	}

	@Override
	public boolean ignoresOthers() {
		return true;
	}

	@Override
	public @Nullable NamedScript read(Script script) {
		Dialect dialect = Dialect.of(script.fileName());
		if (dialect == null || dialect.isForeign()) {
			return null;
		}
		ScriptName name = ScriptName.parse(dialect.key() + ".sql");
		return (name.version() != null) ? new NamedScript(script, script.fileName(), name, false) : null;
	}

}
