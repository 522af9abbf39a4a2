package dev.appmigrations.engine.jdbc;

import java.util.regex.Pattern;

/**
 * Notices statements that may change the settings with which sessions begin:
 * {@code ALTER DATABASE} and {@code ALTER ROLE} or {@code USER}, also in the body of a
 * block or a routine, because only there the name of the database can be computed.
 */
final class AlteredDefaults {

	private static final Pattern ALTER = Pattern.compile("\\balter\\s+(?:database|role|user)\\b",
			Pattern.CASE_INSENSITIVE);

	// Statements may be sent by another thread than the one that asks.
	private volatile boolean seen;

	/**
	 * Looks at a statement that was completed.
	 * @param tag the server's command tag
	 * @param batch where the statement is
	 * @param number its number in the batch
	 */
	void completed(String tag, StatementBatch batch, int number) {
		switch (tag) {
			case "ALTER DATABASE", "ALTER ROLE" -> this.seen = true;
			case "DO", "CREATE FUNCTION", "CREATE PROCEDURE" -> {
				if (!this.seen && number < batch.size()) {
					look(batch.statement(number));
				}
			}
			default -> {
			}
		}
	}

	/**
	 * Looks at a statement whose command tag is not known.
	 * @param statement its text
	 */
	void look(String statement) {
		if (ALTER.matcher(statement).find()) {
			this.seen = true;
		}
	}

	boolean take() {
		boolean taken = this.seen;
		this.seen = false;
		return taken;
	}

}
