package dev.appmigrations.engine.run;

import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;

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
						? "Migrate on the primary first: point app.migrations.url to it, or use a URL with all"
								+ " hosts and targetServerType=primary."
						: "Allow the role to write, or set app.migrations.startup=none for this instance.",
				null);
	}

}
