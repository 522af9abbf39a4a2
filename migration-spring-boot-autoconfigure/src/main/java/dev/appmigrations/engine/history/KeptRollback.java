package dev.appmigrations.engine.history;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVisitor;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.migration.UnreadableScript;
import dev.appmigrations.engine.sql.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * The script that undoes a migration, as the history keeps it for releases that no longer
 * have the file.
 */
final class KeptRollback {

	private static final Pattern DIRECTIVE = Pattern.compile("^\\s*--[\\s-]*migrate\\s*:\\s*backfill\\b",
			Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

	private KeptRollback() {
	}

	/**
	 * Reads the script.
	 * @param migration the migration
	 * @return the whole text of the file, {@code null} if the migration has no rollback.
	 * What only the migration's own file says of batches stands in front of it.
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
			return directives(migration, text.toString()) + text;
		}
		catch (IOException ex) {
			throw UnreadableScript.exception(script, ex);
		}
	}

	private static String directives(Migration migration, String text) {
		return (DIRECTIVE.matcher(text).find()) ? "" : migration.accept(new Walk());
	}

	/**
	 * The directives for a rollback that walks a table; empty for one that does not.
	 */
	private static final class Walk implements MigrationVisitor<String> {

		@Override
		public String sql(SqlMigration migration) {
			return "";
		}

		@Override
		public String backfill(BackfillMigration migration) {
			BackfillSpec undo = migration.undo();
			return (undo != null) ? undo.directives() : "";
		}

	}

}
