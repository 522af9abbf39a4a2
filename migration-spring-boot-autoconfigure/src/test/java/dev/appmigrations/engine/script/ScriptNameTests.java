package dev.appmigrations.engine.script;

import dev.appmigrations.engine.migration.MigrationVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScriptName}.
 */
class ScriptNameTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			20251112000001_add_bounce_tracking.sql      | VERSIONED | 20251112000001 | add bounce tracking
			20251112000001_add_bounce_tracking.up.sql   | VERSIONED | 20251112000001 | add bounce tracking
			20251112000001_add_bounce_tracking.down.sql | ROLLBACK  | 20251112000001 | add bounce tracking
			1_a.sql                                     | VERSIONED | 1              | a
			01_a.sql                                    | VERSIONED | 01             | a
			1.10_a.sql                                  | VERSIONED | 1.10           | a
			1__a.sql                                    | VERSIONED | 1              | a
			1_a-b.c d.sql                               | VERSIONED | 1              | a-b.c d
			1_create_Ünïcode.sql                        | VERSIONED | 1              | create Ünïcode
			1_2_3.sql                                   | VERSIONED | 1              | 2 3
			1_a.upper.sql                               | VERSIONED | 1              | a.upper
			1_up.sql                                    | VERSIONED | 1              | up
			1_down.sql                                  | VERSIONED | 1              | down
			V2__x.sql                                   | VERSIONED | 2              | x
			V1_1__x.sql                                 | VERSIONED | 1.1            | x
			V1.1__x.sql                                 | VERSIONED | 1.1            | x
			V1_1_1__x_y.sql                             | VERSIONED | 1.1.1          | x y
			V20251112000001__x.sql                      | VERSIONED | 20251112000001 | x
			U2__x.sql                                   | ROLLBACK  | 2              | x
			B3__x.sql                                   | BASELINE  | 3              | x
			""")
	void parseReadsVersionAndDescription(String fileName, ScriptName.Form form, String version, String description) {
		ScriptName name = ScriptName.parse(fileName);
		assertThat(name).isEqualTo(new ScriptName(form, MigrationVersion.parse(version), description));
		assertThat(name.version()).hasToString(version);
	}

	@ParameterizedTest
	@CsvSource({ "R__views.sql, views", "R__all_the_views.sql, all the views", "R__1.sql, 1" })
	void parseWhenNameIsOfRepeatableHasNoVersion(String fileName, String description) {
		assertThat(ScriptName.parse(fileName)).isEqualTo(new ScriptName(ScriptName.Form.REPEATABLE, null, description));
	}

	@ParameterizedTest
	@ValueSource(strings = { "beforeMigrate.sql", "afterMigrate.sql", "afterMigrate__vacuum.sql",
			"beforeEachMigrate.sql", "afterEachMigrateStatement.sql", "afterMigrateError.sql", "beforeClean.sql",
			"createSchema.sql", "createSchema__x.sql" })
	void parseRecognisesCallbacksOfFlyway(String fileName) {
		assertThat(ScriptName.parse(fileName).form()).isEqualTo(ScriptName.Form.CALLBACK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.sql", "schema.sql", "1.sql", "1_.sql", "1__.sql", "_a.sql", "1-a.sql", "1a_b.sql",
			"1._a.sql", "1..2_a.sql", "1_a.SQL", "1_a.sql.bak", "1_a.txt", "1_.up.sql", "1_.down.sql", "v1__a.sql",
			"V__a.sql", "V1_a.sql", "V1.sql", "r__a.sql", "R_a.sql", "R__.sql", "R1__a.sql", "U__a.sql", "Vx__a.sql",
			"beforehand.sql", "after.sql", ".sql", " 1_a.sql", "٣_a.sql" })
	void parseWhenNameFitsNoFormSaysSo(String fileName) {
		assertThat(ScriptName.parse(fileName)).isEqualTo(new ScriptName(ScriptName.Form.MISNAMED, null, ""));
	}

}
