package dev.appmigrations.engine.proof;

import java.sql.SQLException;
import java.util.List;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SchemaSnapshotTests {

	@Test
	void readWhenTemporaryTablesHaveNamesOfTheCatalogueReadsTheCatalogue() throws SQLException {
		try (TestDatabase database = TestDatabase.create();
				Session session = Session.open(database.dataSource(), (notice) -> {
				})) {
			database.execute("CREATE TABLE a (id int PRIMARY KEY); CREATE VIEW v AS SELECT id FROM a");
			SchemaSnapshot before = SchemaSnapshot.read(session, HistoryTables.DEFAULT_HISTORY, null);
			assertThat(session
				.query(List
					.of("""
							DO 'DECLARE t text;
							BEGIN
							  FOREACH t IN ARRAY ARRAY[''pg_class'', ''pg_constraint'', ''pg_depend'', ''pg_namespace''] LOOP
							    EXECUTE pg_catalog.format(''CREATE TEMPORARY TABLE %I AS SELECT * FROM pg_catalog.%I LIMIT 0'', t, t);
							  END LOOP;
							END'"""))
				.error()).isNull();
			SchemaSnapshot after = SchemaSnapshot.read(session, HistoryTables.DEFAULT_HISTORY, null);
			assertThat(before.tables()).isNotEmpty();
			assertThat(after.tables()).isEqualTo(before.tables());
			assertThat(after.objects()).containsAllEntriesOf(before.objects());
		}
	}

}
