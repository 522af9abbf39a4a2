package dev.appmigrations.engine.safety.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.ddl.ChangedTable;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.BackfillSpec.Verify;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.QuotedText;
import dev.appmigrations.engine.sql.SqlSyntaxException;
import dev.appmigrations.engine.sql.StatementTokens;
import dev.appmigrations.engine.sql.TokenType;

/**
 * A backfill that other scripts may have to wait for.
 *
 * @param name the name of the migration
 * @param reference what a script writes that requires it
 * @param spec what its directives say
 * @param words the names in its statements, as the server reads them
 * @param required whether the script that is judged comes after it
 */
public record KnownBackfill(String name, String reference, BackfillSpec spec, Set<String> words, boolean required) {

	public KnownBackfill {
		words = Set.copyOf(words);
	}

	/**
	 * Finds the names in statements.
	 * @param statements their texts
	 * @return the names, folded as the server does it
	 */
	public static Set<String> words(List<String> statements) {
		Set<String> words = new HashSet<>();
		for (String text : statements) {
			try {
				StatementTokens tokens = StatementTokens.of(text);
				for (TokenType type = tokens.next(); type != null; type = tokens.next()) {
					if (type == TokenType.IDENTIFIER) {
						words.add(tokens.lowerCase());
					}
					else if (type == TokenType.QUOTED_IDENTIFIER) {
						words.add(QuotedText.identifier(text.substring(tokens.start(), tokens.end()),
								QuotedText.DEFAULT_ESCAPE));
					}
				}
			}
			catch (SqlSyntaxException ex) {
				// A long statement is cut off anywhere: its beginning tells enough.
			}
		}
		return words;
	}

	/**
	 * Tells whether it cannot do without something that a statement removes.
	 * @param change what the statement removes
	 * @return whether its statements name it
	 */
	public boolean uses(ChangedTable change) {
		ObjectName table = this.spec.tableName();
		boolean walked = change.table().name().equals(table.name());
		boolean named = (walked) ? ChangedTable.mayBeSame(change.table(), table)
				: this.words.contains(change.table().name());
		return change.removed() && named && (change.column() == null || this.words.contains(change.column()));
	}

	boolean isVerified() {
		return this.spec.verify() instanceof Verify.Query;
	}

}
