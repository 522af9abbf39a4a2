package dev.appmigrations.engine.run;

import java.util.List;

import dev.appmigrations.engine.jdbc.ServerEncoding;
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
	 * Examines names.
	 * @param encoding what the database can hold
	 * @param migrations what is to be recorded
	 * @throws MigrationException if the database lacks a character of a name
	 */
	static void require(ServerEncoding encoding, List<Migration> migrations) {
		for (Migration migration : migrations) {
			String storable = encoding.storable(migration.name());
			if (!storable.equals(migration.name())) {
				throw new MigrationException(ErrorCode.INVALID_MIGRATIONS,
						"The history cannot hold the name of " + migration.name() + ": the encoding of the database, "
								+ encoding.name() + ", lacks what stands as ? in " + storable + ".",
						"Nothing was run. Rename the file, or migrate a database in UTF8.", null);
			}
		}
	}

}
