package dev.appmigrations.engine.run;

import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.wording.Choice;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;

/**
 * The failure of what has something to write, on a database that refuses to write.
 */
public final class ReadOnlyDatabase {

	private ReadOnlyDatabase() {
	}

	static MigrationException exception(DatabaseFacts facts, Change.Purpose purpose) {
		return exception(facts, purpose.text() + ":\n  " + String.join("\n  ", purpose.names()),
				Message.of("Allow the role to write, or use ").and(Choice.APPLY_NOTHING).and(" for this instance."));
	}

	/**
	 * Makes sure that a decision about a backfill can be written.
	 * @param facts what is known of the database
	 * @param backfill the name of the backfill
	 * @throws MigrationException with {@link ErrorCode#DATABASE_READ_ONLY} if the
	 * database refuses to write
	 */
	public static void refuseDecision(DatabaseFacts facts, String backfill) {
		if (facts.readOnly()) {
			throw exception(facts, "what becomes of backfill " + backfill + " has to be written there.",
					Message.of("Allow the role to write."));
		}
	}

	private static MigrationException exception(DatabaseFacts facts, String purpose, Message allow) {
		return new MigrationException(ErrorCode.DATABASE_READ_ONLY,
				"Database \"" + facts.database() + "\" is read-only"
						+ ((facts.standby()) ? " (the server is a standby)" : " (default_transaction_read_only is on)")
						+ ", and " + purpose,
				(facts.standby()) ? Message.of("Do it on the primary: point ")
					.and(Setting.URL)
					.and(" to it, or use a URL with all hosts and targetServerType=primary.") : allow,
				null);
	}

}
