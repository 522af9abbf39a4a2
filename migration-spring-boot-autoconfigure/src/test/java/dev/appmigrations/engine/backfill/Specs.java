package dev.appmigrations.engine.backfill;

import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.BackfillSpec.Run;
import dev.appmigrations.engine.migration.BackfillSpec.Size;
import dev.appmigrations.engine.migration.BackfillSpec.Verify;
import dev.appmigrations.engine.script.CatalogReader;
import dev.appmigrations.engine.script.Location;
import dev.appmigrations.engine.script.MigrationCatalog;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.support.MemoryScripts;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

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

	/** Reads a file. */
	static BackfillMigration read(String text) {
		MigrationCatalog catalog = new CatalogReader(new MemoryScripts().with("1_fill.sql", text),
				List.of(Location.parse("db/migration")), Placeholders.NONE)
			.read();
		assertThat(catalog.problems()).isEmpty();
		return (BackfillMigration) catalog.migrations().get(0);
	}

	static Session session(DataSource dataSource) throws SQLException {
		return Session.open(dataSource, (notice) -> {
		});
	}

}
