package dev.appmigrations.engine.run;

import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.wording.Choice;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;

/**
 * The failure of a run that has something to write, on a database that refuses to write.
 */
final class ReadOnlyDatabase {

	private ReadOnlyDatabase() {
	}

	static MigrationException exception(DatabaseFacts facts, Change.Purpose purpose) {
		return new MigrationException(ErrorCode.DATABASE_READ_ONLY,
				"Database \"" + facts.database() + "\" is read-only"
						+ ((facts.standby()) ? " (the server is a standby)" : " (default_transaction_read_only is on)")
						+ ", and " + purpose.text() + ":\n  " + String.join("\n  ", purpose.names()),
				(facts.standby())
						? Message.of("Migrate on the primary first: point ")
							.and(Setting.URL)
							.and(" to it, or use a URL with all hosts and targetServerType=primary.")
						: Message.of("Allow the role to write, or use ")
							.and(Choice.APPLY_NOTHING)
							.and(" for this instance."),
				null);
	}

}
