package dev.appmigrations.engine.history;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.UnreadableScript;
import dev.appmigrations.engine.sql.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * The script that undoes a migration, as the history keeps it for releases that no longer
 * have the file.
 */
final class KeptRollback {

	private KeptRollback() {
	}

	/**
	 * Reads the script.
	 * @param migration the migration
	 * @return the whole text of the file, {@code null} if the migration has no rollback
	 * @throws MigrationException if it cannot be read
	 */
	static @Nullable String of(Migration migration) {
		Script script = migration.rollbackScript();
		if (script == null) {
			return null;
		}
		StringWriter text = new StringWriter();
		try (Reader reader = Utf8.reader(script.open())) {
			reader.transferTo(text);
			return text.toString();
		}
		catch (IOException ex) {
			throw UnreadableScript.exception(script, ex);
		}
	}

}
