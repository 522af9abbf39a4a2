package dev.appmigrations.engine.backfill;

import java.time.Duration;

import dev.appmigrations.engine.backfill.BatchFailure.Kind;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.ErrorOrigin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BatchFailure}.
 */
class BatchFailureTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static DatabaseError error(@Nullable String state, @Nullable String file, @Nullable String routine) {
		return new DatabaseError(state, "it failed", null, null, null, 0, new ErrorOrigin(file, routine, null, 0));
	}

	private static BatchFailure of(String state, String file) {
		return BatchFailure.of(error(state, file, "x"), Duration.ZERO, LIMIT);
	}

	@Test
	void backOffGrowsToAMinute() {
		BatchFailure lock = of("55P03", "x.c");
		assertThat(lock.backOff(1, 0)).isEqualTo(Duration.ofMillis(500));
		assertThat(lock.backOff(1, 1)).isEqualTo(Duration.ofSeconds(1));
		assertThat(lock.backOff(3, 1)).isEqualTo(Duration.ofSeconds(4));
		assertThat(lock.backOff(1000, 1)).isEqualTo(Duration.ofMinutes(1));
		assertThat(of("53100", "x.c").backOff(1, 0)).isEqualTo(Duration.ofMinutes(5));
	}

	@ParameterizedTest
	@CsvSource({ "42P01, 1", "53100, 3", "XX000, 3" })
	void isFinalAfterAFewFailures(String state, int tries) {
		assertThat(of(state, "x.c").isFinal(tries - 1)).isFalse();
		assertThat(of(state, "x.c").isFinal(tries)).isTrue();
		assertThat(of("55P03", "x.c").isFinal(1_000_000)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "55P03, LOCK", "40P01, LOCK", "40001, LOCK", "25P03, TIMEOUT", "25P04, TIMEOUT", "22001, DATA",
			"22P02, DATA", "23505, DATA", "23514, DATA", "21000, DATA", "P0001, DATA", "P0002, DATA", "44000, DATA",
			"54000, DATA", "42P01, SCHEMA", "42703, SCHEMA", "42501, SCHEMA", "53100, RESOURCES", "53200, RESOURCES",
			"53400, RESOURCES", "53300, PAUSE", "25006, PAUSE", "57P01, PAUSE", "57P02, PAUSE", "57P03, PAUSE",
			"57P05, PAUSE", "08006, PAUSE", "08003, PAUSE", "57P04, OTHER", "XX000, OTHER", "0A000, OTHER",
			"55000, OTHER", "'', OTHER" })
	void ofKnowsWhatTheCodeMeans(String state, Kind expected) {
		assertThat(BatchFailure.of(error(state, "x.c", "x"), Duration.ZERO, LIMIT).kind()).isEqualTo(expected);
	}

	@Test
	void ofWhenThereIsNoCodeIsAnythingElse() {
		assertThat(BatchFailure.of(error(null, null, null), Duration.ZERO, LIMIT).kind()).isEqualTo(Kind.OTHER);
	}

	@ParameterizedTest
	@CsvSource({ "4999, PERSON", "5000, TIMEOUT", "6000, TIMEOUT", "0, PERSON" })
	void ofWhenCancelledBeforeItsLimitWasAPerson(long took, Kind expected) {
		assertThat(BatchFailure.of(error("57014", "postgres.c", "ProcessInterrupts"), Duration.ofMillis(took), LIMIT)
			.kind()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "40001", "57014", "42P01", "53200", "08006", "YX123" })
	void ofWhenARoutineHasRaisedItIsAboutARow(String state) {
		assertThat(BatchFailure.of(error(state, "pl_exec.c", "exec_stmt_raise"), Duration.ZERO, LIMIT).kind())
			.isEqualTo(Kind.DATA);
	}

	@Test
	void reasonWhenAPolicyHidesRowsSaysWhatHelps() {
		assertThat(of("42501", "rls.c").reason()).contains("does not see all rows", "BYPASSRLS", "it failed");
		assertThat(of("42501", "aclchk.c").reason()).doesNotContain("BYPASSRLS");
	}

}
