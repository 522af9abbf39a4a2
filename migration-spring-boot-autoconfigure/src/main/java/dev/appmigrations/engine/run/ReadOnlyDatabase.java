package dev.appmigrations.engine.run;

import java.util.List;

import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;

/**
 * What is told when something is to be written and the database refuses to write.
 */
public final class ReadOnlyDatabase {

	private ReadOnlyDatabase() {
	}

	public static MigrationException exception(DatabaseFacts facts, String what, List<String> names) {
		return new MigrationException(ErrorCode.DATABASE_READ_ONLY,
				"Database \"" + facts.database() + "\" is read-only"
						+ ((facts.standby()) ? " (the server is a standby)" : " (default_transaction_read_only is on)")
						+ ", and " + what + ":\n  " + String.join("\n  ", names),
				(facts.standby())
						? "Migrate on the primary first: point app.migrations.url to it, or use a URL with all"
								+ " hosts and targetServerType=primary."
						: "Allow the role to write, or set app.migrations.startup=none for this instance.",
				null);
	}

}
