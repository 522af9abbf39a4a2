package dev.appmigrations.engine.script;

import java.io.IOException;
import java.io.Reader;

import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.sql.RangeTokens;
import dev.appmigrations.engine.sql.StatementReader;

/**
 * Finds out whether the statements of a rollback are about a batch. Only rollbacks of
 * backfills are read again for that.
 */
final class BatchRange {

	private BatchRange() {
	}

	/**
	 * Reads a part of a script.
	 * @param part the part
	 * @param placeholders what is replaced in it
	 * @return whether any of its statements has {@code :from} or {@code :to}
	 * @throws IOException if the script cannot be read
	 */
	static boolean isIn(ScriptPart part, Placeholders placeholders) throws IOException {
		RangeTokens tokens = new RangeTokens();
		boolean found = false;
		try (Reader reader = placeholders.reader(part.script());
				StatementReader statements = StatementReader.scanning(reader, tokens)) {
			long last = part.statementsBefore() + part.statements();
			for (long number = 1; number <= last && !found && statements.next() != null; number++) {
				boolean range = tokens.take().stream().anyMatch(RangeTokens.Token::isKey);
				found = range && number > part.statementsBefore();
			}
		}
		return found;
	}

}
