package dev.appmigrations.engine.run;

import java.util.List;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;

/**
 * Makes sure that the database can hold the names of migrations before they run: they
 * could not be recorded.
 */
final class StorableNames {

	private StorableNames() {
	}

	/**
	 * Looks at names.
	 * @param session leads to the database
	 * @param migrations what is to be recorded
	 * @throws MigrationException if the database lacks a character of a name
	 */
	static void require(Session session, List<Migration> migrations) {
		for (Migration migration : migrations) {
			String storable = session.storable(migration.name());
			if (!storable.equals(migration.name())) {
				throw new MigrationException(ErrorCode.INVALID_MIGRATIONS,
						"The history cannot hold the name of " + migration.name() + ": the encoding of the database, "
								+ session.encoding() + ", lacks what stands as ? in " + storable + ".",
						"Nothing was run. Rename the file, or migrate a database in UTF8.", null);
			}
		}
	}

}
