package dev.appmigrations.engine.ddl;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Whatever the text is, reading it ends, and ends without an exception.
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class HostileStatementTests {

	private static final String[] WORDS = """
			create table temp unlogged index unique concurrently if not exists on only using include nulls distinct with
			tablespace where alter add column drop constraint set reset default null primary key references foreign check
			exclude generated always by as identity stored virtual collate storage compression options deferrable initially
			deferred valid enforced no inherit type data expression statistics validate rename to schema owner attach detach
			partition of for values from in finalize cascade restrict enable disable trigger all row level security force
			replica cluster logged like including inherits period without overlaps match full delete update action
			insert into merge copy select explain analyze truncate reindex vacuum lock mode grant revoke view materialized
			function returns language begin return end case when then else cast array row interval day second timestamp time
			zone double precision character varying national bit int numeric setof is and or at operator filter over within
			group uescape t a b "c" U&"d" 'x' E'y' $$z$$ 1 2.5 ( ) ( ) [ ] , , . :: : = - * % $1 ; ! recursive search cycle
			enum domain sequence policy extension rule execute before after instead each do call table values order
			"""
		.trim()
		.split("\\s+");

	@Test
	void ofWhenTokensAreRandomNeverThrows() {
		Random random = new Random(17);
		String[] heads = { "create table t (", "alter table t", "create index i on t (", "create", "alter", "drop",
				"with a as (", "select", "grant", "set", "create function f (", "alter type t", "explain",
				"insert into", "" };
		for (int i = 0; i < 100_000; i++) {
			StringBuilder text = new StringBuilder(heads[random.nextInt(heads.length)]);
			int length = random.nextInt(30);
			for (int j = 0; j < length; j++) {
				text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
			}
			read(text.toString());
		}
	}

	@ParameterizedTest
	@MethodSource("statements")
	void ofWhenAStatementIsCutOffNeverThrows(String statement) {
		for (int i = 0; i < statement.length(); i++) {
			read(statement.substring(0, i));
			read(statement.substring(i));
		}
	}

	@ParameterizedTest
	@MethodSource("statements")
	void ofWhenTokensAreMissingDoubledOrSwappedNeverThrows(String statement) {
		List<String> tokens = Arrays.asList(statement.split("(?<=[ (),.])|(?=[ (),.])"));
		for (int i = 0; i < tokens.size(); i++) {
			List<String> changed = new ArrayList<>(tokens);
			changed.remove(i);
			read(String.join("", changed));
			changed.add(i, tokens.get(i));
			changed.add(i, tokens.get(i));
			read(String.join(" ", changed));
			changed.set(i, tokens.get(tokens.size() - 1 - i));
			read(String.join(" ", changed));
		}
	}

	static Stream<String> statements() throws IOException {
		return Stream.concat(StatementCorpusTests.statements(), tables());
	}

	private static Stream<String> tables() {
		return Stream.of(TableStatementTests.class, OtherStatementTests.class)
			.flatMap((tests) -> Arrays.stream(tests.getDeclaredClasses()))
			.flatMap((nested) -> Arrays.stream(nested.getDeclaredMethods()))
			.filter((method) -> method.isAnnotationPresent(CsvSource.class))
			.flatMap((method) -> method.getAnnotation(CsvSource.class).textBlock().lines())
			.map((line) -> line.substring(0, line.indexOf(" => ")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "(", "a(", "[", "case when ", "cast(", "x::a(", "array[", "(select ", "not ", "- ",
			"f(x, ", "interval '1' day + ", "a.", "row(" })
	void ofWhenAnExpressionIsNestedDeeplyNeverThrows(String opening) {
		String nested = opening.repeat(100_000);
		read("ALTER TABLE t ADD a int DEFAULT " + nested);
		read("CREATE INDEX i ON t (" + nested);
		read("SELECT " + nested);
		read("CREATE TABLE t (a " + nested);
		read("ALTER TABLE t ALTER a TYPE b USING " + nested);
	}

	@ParameterizedTest
	@ValueSource(strings = { "WITH a AS (", "EXPLAIN ANALYZE ", "EXPLAIN (ANALYZE) ", "COPY (", "CREATE SCHEMA a ",
			"ALTER TABLE t ADD ", "CREATE TABLE a AS ", "CREATE ", "(" })
	void ofWhenStatementsAreNestedDeeplyNeverThrows(String opening) {
		read(opening.repeat(100_000));
	}

	@Test
	void ofWhenAnExpressionIsHugeKeepsABoundedPart() {
		String list = "'0123456789', ".repeat(100_000);
		AlterTable alter = (AlterTable) DdlStatement.of("ALTER TABLE t ADD CHECK (a IN (" + list + "'x')), DROP b");
		Constraint.Check check = (Constraint.Check) alter.actions(TableAction.AddConstraint.class).get(0).constraint();
		assertThat(check.condition().text()).endsWith("…").hasSizeLessThan(150_000);
		assertThat(alter.actions(TableAction.DropColumn.class)).hasSize(1);
	}

	@Test
	void ofWhenAnInsertIsHugeReadsOnlyItsStart() {
		// what stands behind VALUES could not even be cut into tokens
		String statement = "INSERT INTO t (a) VALUES " + "(1), ".repeat(10_000_000) + "('";
		long start = System.nanoTime();
		assertThat(Rendering.of(statement)).isEqualTo("Dml(kind=INSERT target=t)");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
	}

	private static void read(String statement) {
		assertThatCode(() -> DdlStatement.of(statement)).as(statement).doesNotThrowAnyException();
	}

}
