package dev.appmigrations.engine.backfill;

import java.sql.SQLException;
import java.util.List;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.BackfillSpec.Run;
import dev.appmigrations.engine.migration.BackfillSpec.Size;
import dev.appmigrations.engine.migration.BackfillSpec.Verify;
import org.jspecify.annotations.Nullable;

/**
 * What directives say, for tests.
 */
final class Specs {

	private Specs() {
	}

	static BackfillSpec of(String table, String... key) {
		return of(table, List.of(key), null, false);
	}

	static BackfillSpec of(String table, List<String> key, @Nullable String where, boolean descending) {
		return new BackfillSpec(table, key, Size.DEFAULT, BackfillSpec.TARGET, BackfillSpec.DUTY, where, descending, 0,
				Run.AUTO, null, new Verify.None("a test"));
	}

	static Session session(javax.sql.DataSource dataSource) throws SQLException {
		return Session.open(dataSource, (notice) -> {
		});
	}

}
