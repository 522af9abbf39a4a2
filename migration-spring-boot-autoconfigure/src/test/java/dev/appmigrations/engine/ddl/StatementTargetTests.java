package dev.appmigrations.engine.ddl;

import java.util.List;
import java.util.stream.Collectors;

import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.StatementKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StatementTargetTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					CREATE INDEX CONCURRENTLY i ON t (x)                                | i          | t          | false | false
					create unique index concurrently I on T(x)                          | i          | t          | false | true
					CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON s.t USING gin (x)      | i          | s·t   | true  | false
					CREATE INDEX CONCURRENTLY ON t (x)                                  |            | t          | false | false
					CREATE UNIQUE INDEX CONCURRENTLY ON ONLY s.t (x)                    |            | s·t   | false | true
					CREATE INDEX CONCURRENTLY i ON ONLY (s.t) (x)                       | i          | s·t   | false | false
					CREATE INDEX CONCURRENTLY if ON t (x)                               | if         | t          | false | false
					CREATE INDEX CONCURRENTLY "on" ON "On" (x)                          | on         | On         | false | false
					CREATE INDEX CONCURRENTLY "a ""b"".c" ON "S"."T t" (x)              | a "b".c    | S·T t | false | false
					CREATE INDEX CONCURRENTLY U&"d\\0061t\\+000061" ON t (x)            | data       | t          | false | false
					CREATE INDEX CONCURRENTLY u&"d!0061!!\\\""" UESCAPE '!' ON t (x)     | da!\\"     | t          | false | false
					CREATE INDEX CONCURRENTLY U&"\\D83D\\DE00" ON t (x)                 | 😀 | t        | false | false
					CREATE INDEX CONCURRENTLY U&"a\\00zz" ON t (x)                      | a\\00zz    | t          | false | false
					CREATE INDEX CONCURRENTLY ÄÖ_Ü$1 ON t (x)                           | ÄÖ_Ü$1     | t          | false | false
					CREATE/*a*/INDEX/* ON x */CONCURRENTLY i /* /* */ */ ON s /**/ . t(x) | i        | s·t   | false | false
					CREATE INDEX CONCURRENTLY i ON db.s.t (x)                           | i          | db·s·t | false | false
					""")
	void ofWhenItCreatesAnIndexReadsIndexAndTable(String statement, String index, String table, boolean conditional,
			boolean unique) {
		StatementTarget target = StatementTarget.of(statement, StatementKind.CREATE_INDEX_CONCURRENTLY);
		assertThat(target.type()).isEqualTo(TargetType.INDEX);
		assertThat(names(target)).isEqualTo((index != null) ? index : "");
		assertThat(text(target.table())).isEqualTo(table);
		assertThat(target.conditional()).isEqualTo(conditional);
		assertThat(target.unique()).isEqualTo(unique);
	}

	@Test
	void ofWhenLineCommentsStandBetweenSkipsThem() {
		StatementTarget target = StatementTarget.of("CREATE INDEX -- ON a\n\tCONCURRENTLY -- i\r\n i ON -- b\n t(x)",
				StatementKind.CREATE_INDEX_CONCURRENTLY);
		assertThat(target).isEqualTo(
				new StatementTarget(TargetType.INDEX, List.of(ObjectName.of("i")), ObjectName.of("t"), false, false));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					DROP INDEX CONCURRENTLY i                           | DROP_INDEX_CONCURRENTLY | INDEX        | i          | false
					DROP INDEX CONCURRENTLY IF EXISTS S.I CASCADE       | DROP_INDEX_CONCURRENTLY | INDEX        | s·i   | true
					DROP INDEX CONCURRENTLY a, "S"."B" RESTRICT         | DROP_INDEX_CONCURRENTLY | INDEX        | a, S·B | false
					REINDEX INDEX CONCURRENTLY s.i                      | REINDEX_CONCURRENTLY    | INDEX        | s·i   | false
					REINDEX (VERBOSE, CONCURRENTLY) TABLE "T"           | REINDEX_CONCURRENTLY    | TABLE        | T          | false
					reindex (tablespace t, concurrently on) schema S    | REINDEX_CONCURRENTLY    | SCHEMA       | s          | false
					REINDEX DATABASE CONCURRENTLY                       | REINDEX_CONCURRENTLY    | DATABASE     |            | false
					REINDEX DATABASE CONCURRENTLY d                     | REINDEX_CONCURRENTLY    | DATABASE     | d          | false
					REINDEX SYSTEM d                                    | REINDEX_MANY            | SYSTEM       | d          | false
					REINDEX SCHEMA s                                    | REINDEX_MANY            | SCHEMA       | s          | false
					CREATE DATABASE "D" TEMPLATE template0              | CREATE_DATABASE         | DATABASE     | D          | false
					DROP DATABASE IF EXISTS d WITH (FORCE)              | DROP_DATABASE           | DATABASE     | d          | true
					CREATE TABLESPACE x LOCATION '/x'                   | CREATE_TABLESPACE       | TABLESPACE   | x          | false
					DROP TABLESPACE IF EXISTS x                         | DROP_TABLESPACE         | TABLESPACE   | x          | true
					CREATE SUBSCRIPTION x CONNECTION '' PUBLICATION a, b | CREATE_SUBSCRIPTION    | SUBSCRIPTION | x          | false
					DROP SUBSCRIPTION if                                | DROP_SUBSCRIPTION       | SUBSCRIPTION | if         | false
					COMMIT PREPARED 'It''s "1"'                         | COMMIT_PREPARED         | PREPARED_TRANSACTION | It's "1" | false
					ROLLBACK PREPARED $g$A 1$g$                         | ROLLBACK_PREPARED       | PREPARED_TRANSACTION | A 1 | false
					""")
	void ofReadsNames(String statement, StatementKind kind, TargetType type, String names, boolean conditional) {
		StatementTarget target = StatementTarget.of(statement, kind);
		assertThat(target.type()).isEqualTo(type);
		assertThat(names(target)).isEqualTo((names != null) ? names : "");
		assertThat(target.table()).isNull();
		assertThat(target.conditional()).isEqualTo(conditional);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ALTER TABLE p DETACH PARTITION c CONCURRENTLY                           | p          | c          | false
			ALTER TABLE IF EXISTS ONLY s.p DETACH PARTITION "C".c FINALIZE          | s·p   | C·c   | true
			ALTER TABLE ONLY (S.p) DETACH /* x */ PARTITION c CONCURRENTLY          | s·p   | c          | false
			alter table p * detach partition c concurrently                         | p          | c          | false
			""")
	void ofWhenItDetachesReadsPartitionAndTable(String statement, String table, String partition, boolean conditional) {
		StatementTarget target = StatementTarget.of(statement, StatementKind.DETACH_PARTITION_CONCURRENTLY);
		assertThat(target.type()).isEqualTo(TargetType.PARTITION);
		assertThat(text(target.table())).isEqualTo(table);
		assertThat(names(target)).isEqualTo(partition);
		assertThat(target.conditional()).isEqualTo(conditional);
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE INDEX CONCURRENTLY i", "CREATE INDEX CONCURRENTLY i ON", "CREATE INDEX i ON 7",
			"CREATE INDEX CONCURRENTLY i. ON t (x)", "CREATE INDEX CONCURRENTLY 'i' ON t" })
	void ofWhenItIsNoCreateIndexIsNull(String statement) {
		assertThat(StatementTarget.of(statement, StatementKind.CREATE_INDEX_CONCURRENTLY)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "COMMIT PREPARED", "COMMIT PREPARED x", "COMMIT PREPARED E'a\\n'",
			"COMMIT PREPARED 'a\\n'", "COMMIT PREPARED 'a'\n'b'" })
	void ofWhenTheIdentifierIsNotCertainIsNull(String statement) {
		assertThat(StatementTarget.of(statement, StatementKind.COMMIT_PREPARED)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "REINDEX", "REINDEX (CONCURRENTLY", "REINDEX TABLE CONCURRENTLY", "REINDEX VIEW v" })
	void ofWhenItIsNoReindexIsNull(String statement) {
		assertThat(StatementTarget.of(statement, StatementKind.REINDEX_CONCURRENTLY)).isNull();
	}

	@ParameterizedTest
	@EnumSource(names = { "OTHER", "VACUUM", "CALL", "DO", "CLUSTER_ALL", "ALTER_SYSTEM", "DISCARD_ALL" })
	void ofWhenTheKindHasNoNamesIsNull(StatementKind kind) {
		assertThat(StatementTarget.of("VACUUM t", kind)).isNull();
	}

	@Test
	void nameWhenThereAreSeveralIsNull() {
		assertThat(StatementTarget.of("DROP INDEX CONCURRENTLY a, b", StatementKind.DROP_INDEX_CONCURRENTLY).name())
			.isNull();
		assertThat(StatementTarget.of("DROP INDEX CONCURRENTLY a.b", StatementKind.DROP_INDEX_CONCURRENTLY).name())
			.isEqualTo(ObjectName.of("a", "b"))
			.hasToString("a.b");
	}

	@Test
	void objectNameWithoutPartsIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(ObjectName::of);
	}

	private static String names(StatementTarget target) {
		return target.names().stream().map(StatementTargetTests::text).collect(Collectors.joining(", "));
	}

	/** A middle dot between the parts, which may contain dots. */
	private static String text(ObjectName name) {
		return String.join("·", name.parts());
	}

}
