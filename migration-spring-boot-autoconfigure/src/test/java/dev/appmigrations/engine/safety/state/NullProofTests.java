package dev.appmigrations.engine.safety.state;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which conditions prove that column {@code c} is not null.
 */
class NullProofTests {

	@ParameterizedTest
	@ValueSource(strings = { "c IS NOT NULL", "((C is  not\nnull))", "\"c\" IS NOT NULL",
			"(c) IS /* really */ NOT NULL", "c IS NOT NULL AND a IS NOT NULL", "a IS NOT NULL AND c IS NOT NULL",
			"(a > 0) AND ((b IS NOT NULL) AND (c IS NOT NULL))", "a BETWEEN 1 AND 2 AND c IS NOT NULL",
			"a <> ' and (' AND c IS NOT NULL", "(a OR b) AND c IS NOT NULL" })
	void conditionThatSaysSoProves(String condition) {
		assertThat(NullProof.of(condition, "c")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "c > 0", "c IS NULL", "a IS NOT NULL", "\"C\" IS NOT NULL", "c IS NOT NULL OR a",
			"NOT (c IS NOT NULL)", "(c IS NOT NULL) = a", "a <> ' AND c IS NOT NULL'", "abc IS NOT NULL",
			"t.c IS NOT NULL", "c + 1 IS NOT NULL", "coalesce(c) IS NOT NULL", "'c IS NOT NULL",
			"CASE WHEN a AND c IS NOT NULL AND b THEN true ELSE true END" })
	void conditionThatDoesNotSaySoProvesNothing(String condition) {
		assertThat(NullProof.of(condition, "c")).isFalse();
	}

}
