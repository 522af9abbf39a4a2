package dev.appmigrations.engine.ddl;

import java.util.Set;

import dev.appmigrations.engine.sql.SqlSyntaxException;
import dev.appmigrations.engine.sql.StatementTokens;
import dev.appmigrations.engine.sql.TokenType;

/**
 * The keywords that a text begins with.
 */
final class Heads {

	/** Longer heads do not exist: {@code alter text search configuration}. */
	private static final int LONGEST = 4;

	/** The words that stand behind the first one without being a name. */
	private static final Set<String> FURTHER = Set.of("access", "aggregate", "all", "as", "atomic", "cast", "class",
			"collation", "column", "configuration", "connection", "constraint", "constraints", "conversion", "data",
			"database", "default", "dictionary", "domain", "event", "extension", "family", "foreign", "function",
			"identity", "in", "index", "label", "language", "large", "level", "mapping", "materialized", "method",
			"object", "of", "on", "operator", "or", "owned", "parser", "partition", "partitions", "policy", "prepared",
			"privileges", "procedural", "procedure", "publication", "replace", "role", "routine", "row", "rule",
			"schema", "search", "security", "sequence", "server", "session", "statistics", "subscription", "system",
			"table", "tablespace", "template", "text", "transaction", "transform", "trigger", "trusted", "type", "user",
			"view", "work", "wrapper", "group");

	private Heads() {
	}

	static String of(String text) {
		StringBuilder head = new StringBuilder();
		try {
			StatementTokens tokens = StatementTokens.of(text);
			for (int i = 0; i < LONGEST && tokens.next() == TokenType.IDENTIFIER; i++) {
				String word = tokens.lowerCase();
				if (i > 0 && !FURTHER.contains(word)) {
					break;
				}
				head.append((i > 0) ? " " : "").append(word);
			}
		}
		catch (SqlSyntaxException ex) {
			// What was read so far is the head.
		}
		return head.toString();
	}

}
