package dev.appmigrations.engine.script;

import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Script;
import org.jspecify.annotations.Nullable;

/**
 * A folder for each migration, whose name has the version: Diesel's and Hasura's
 * {@code 2020-01-01-000000_x/up.sql}, Prisma's {@code 20200101000000_x/migration.sql}.
 * The version has no hyphens, as with Diesel, and there may be no description.
 */
final class MigrationFolders implements FileLayout {

	private final Layout layout;

	private final String forward;

	/**
	 * Creates a layout.
	 * @param layout its name
	 * @param forward the name of the file that applies a migration
	 */
	MigrationFolders(Layout layout, String forward) {
		this.layout = layout;
		this.forward = forward;
	}

	@Override
	public Layout layout() {
		return this.layout;
	}

	@Override
	public String form() {
		return "<version>_<name>/" + this.forward;
	}

	@Override
	public boolean ignoresOthers() {
		return true;
	}

	@Override
	public @Nullable NamedScript read(Script script) {
		boolean up = this.forward.equals(script.fileName());
		if (!up && !"down.sql".equals(script.fileName())) {
			return null;
		}
		String path = script.path();
		int end = path.length() - script.fileName().length() - 1;
		String name = (end > 0) ? MigrationFolderName.of(path.substring(path.lastIndexOf('/', end - 1) + 1, end))
				: null;
		if (name == null) {
			return null;
		}
		int underscore = name.indexOf('_');
		ScriptName scriptName = new ScriptName((up) ? ScriptName.Form.VERSIONED : ScriptName.Form.ROLLBACK,
				MigrationVersion.parse(name.substring(0, underscore)),
				name.substring(underscore + 1).replace('_', ' ').trim());
		return new NamedScript(script, name + ((up) ? ".sql" : ".down.sql"), scriptName, this.layout == Layout.PRISMA);
	}

}
