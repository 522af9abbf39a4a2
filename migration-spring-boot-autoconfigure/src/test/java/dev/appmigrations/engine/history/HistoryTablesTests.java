package dev.appmigrations.engine.history;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HistoryTables}.
 */
class HistoryTablesTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`',
			textBlock = """
					public, migration_history, "public"."migration_history", "public"."migration_log", "public"."migration_progress", "public"."migration_instance"
					public, versions, "public"."versions", "public"."versions_log", "public"."versions_progress", "public"."versions_instance"
					public, Migration_History, "public"."Migration_History", "public"."Migration_History_log", "public"."Migration_History_progress", "public"."Migration_History_instance"
					My Schema, a.b, "My Schema"."a.b", "My Schema"."a.b_log", "My Schema"."a.b_progress", "My Schema"."a.b_instance"
					s"x, t"y, "s""x"."t""y", "s""x"."t""y_log", "s""x"."t""y_progress", "s""x"."t""y_instance"
					""")
	void namesFollowTheHistory(String schema, String table, String history, String log, String progress,
			String instance) {
		HistoryTables tables = new HistoryTables(schema, table);
		assertThat(tables.historyTable()).isEqualTo(history);
		assertThat(tables.logTable()).isEqualTo(log);
		assertThat(tables.progressTable()).isEqualTo(progress);
		assertThat(tables.instanceTable()).isEqualTo(instance);
	}

}
