package dev.appmigrations.engine.backfill;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.migration.UnreadableScript;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.RangeTokens;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.sql.StatementReader;

/**
 * Reads the statements of a backfill. They are kept: a batch of a million rows has no
 * longer ones than a batch of ten.
 */
final class RangedStatements {

	private RangedStatements() {
	}

	/**
	 * Reads the statements of a part of a script.
	 * @param part the part
	 * @param placeholders what is replaced in it
	 * @return the statements in their order
	 * @throws dev.appmigrations.engine.migration.MigrationException if the script cannot
	 * be read
	 */
	static List<RangedStatement> read(ScriptPart part, Placeholders placeholders) {
		List<RangedStatement> found = new ArrayList<>();
		RangeTokens tokens = new RangeTokens();
		long last = part.statementsBefore() + part.statements();
		try (Reader text = placeholders.reader(part.script());
				StatementReader statements = StatementReader.of(text, tokens)) {
			for (long number = 1; number <= last; number++) {
				SqlStatement statement = statements.next();
				if (statement == null) {
					break;
				}
				if (statement.kind() == StatementKind.COPY_FROM_STDIN) {
					statements.copyData().close();
				}
				List<RangeTokens.Token> ofStatement = tokens.take();
				if (number > part.statementsBefore()) {
					found.add(new RangedStatement(statement, ofStatement));
				}
			}
			return found;
		}
		catch (IOException ex) {
			throw UnreadableScript.exception(part.script(), ex);
		}
	}

}
