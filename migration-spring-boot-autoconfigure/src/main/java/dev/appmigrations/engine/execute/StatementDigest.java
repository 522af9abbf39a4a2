package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.io.StringReader;

import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.engine.sql.TokenDigest;

/**
 * The hash of one statement's tokens.
 */
final class StatementDigest {

	private StatementDigest() {
	}

	static String of(String statement) throws IOException {
		TokenDigest digest = new TokenDigest();
		try (StatementReader reader = StatementReader.scanning(new StringReader(statement), digest)) {
			reader.next();
		}
		return digest.value();
	}

}
