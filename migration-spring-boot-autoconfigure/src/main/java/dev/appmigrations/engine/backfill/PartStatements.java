package dev.appmigrations.engine.backfill;

import java.io.IOException;
import java.io.Reader;
import java.util.function.Function;

import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.UnreadableScript;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.sql.StatementReader;

/**
 * The statements of a part of a script.
 *
 * @param part the part
 * @param placeholders what is replaced in it
 */
record PartStatements(ScriptPart part, Placeholders placeholders) {

	/**
	 * Reads the script up to the end of the part.
	 * @param opener makes the reader of the statements
	 * @param visitor sees each statement
	 * @throws dev.appmigrations.engine.migration.MigrationException if the script cannot
	 * be read
	 */
	void read(Function<Reader, StatementReader> opener, Visitor visitor) {
		long last = this.part.statementsBefore() + this.part.statements();
		try (Reader text = this.placeholders.reader(this.part.script());
				StatementReader statements = opener.apply(text)) {
			SqlStatement statement = (last > 0) ? statements.next() : null;
			for (long number = 1; statement != null; number++) {
				if (statement.kind() == StatementKind.COPY_FROM_STDIN) {
					statements.copyData().close();
				}
				visitor.visit(statements, statement, number > this.part.statementsBefore());
				statement = (number < last) ? statements.next() : null;
			}
		}
		catch (IOException ex) {
			throw UnreadableScript.exception(this.part.script(), ex);
		}
	}

	/** Sees statements. */
	@FunctionalInterface
	interface Visitor {

		/**
		 * Sees one.
		 * @param reader what has read it
		 * @param statement the statement
		 * @param inPart whether it belongs to the part, and not to one before
		 */
		void visit(StatementReader reader, SqlStatement statement, boolean inPart);

	}

}
