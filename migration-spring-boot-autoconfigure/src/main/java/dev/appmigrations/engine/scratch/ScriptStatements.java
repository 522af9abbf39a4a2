package dev.appmigrations.engine.scratch;

import java.io.IOException;
import java.util.function.BiConsumer;

import dev.appmigrations.engine.execute.StatementCursor;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.SqlMigration;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.migration.UnreadableScript;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;

/**
 * Reads the statements that apply a migration, as a stream.
 */
final class ScriptStatements {

	private ScriptStatements() {
	}

	/**
	 * Reads a migration.
	 * @param migration the migration
	 * @param placeholders what is replaced in scripts
	 * @param consumer receives each statement, and its place as file, line and column
	 * @throws MigrationException if the script cannot be read
	 */
	static void forEach(Migration migration, Placeholders placeholders, BiConsumer<String, SqlStatement> consumer) {
		ScriptPart part = migration.accept(SqlMigration::up);
		try (StatementCursor cursor = new StatementCursor(placeholders.reader(part.script()), false)) {
			cursor.skipTo(part.statementsBefore());
			for (Unit unit : part.units()) {
				while (cursor.position() < unit.lastStatement()) {
					SqlStatement statement = cursor.next();
					consumer.accept(part.script().path() + ":" + statement.position(), statement);
					if (statement.kind() == StatementKind.COPY_FROM_STDIN) {
						cursor.copyData().close();
					}
				}
			}
		}
		catch (IOException ex) {
			throw UnreadableScript.exception(part.script(), ex);
		}
	}

}
