package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.migration.ScriptPart;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.sql.RangeTokens;
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
		new PartStatements(part, placeholders).read((text) -> StatementReader.of(text, tokens),
				(reader, statement, inPart) -> {
					List<RangeTokens.Token> ofStatement = tokens.take();
					if (inPart) {
						found.add(new RangedStatement(statement, ofStatement));
					}
				});
		return found;
	}

}
