package dev.appmigrations.engine.script;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Timeouts;
import dev.appmigrations.engine.sql.Directive;
import dev.appmigrations.engine.sql.SourcePosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HeaderReader}.
 */
class HeaderReaderTests {

	private final HeaderReader reader = new HeaderReader();

	private static Directive directive(String key, String value) {
		return new Directive(key, value, SourcePosition.START);
	}

	private ScriptHeader accept(String key, String value) {
		this.reader.accept(directive(key, value));
		return this.reader.header();
	}

	@Test
	void headerWhenThereAreNoDirectivesHasDefaults() {
		assertThat(this.reader.header()).isEqualTo(new ScriptHeader(Phase.EXPAND, List.of(), true, Timeouts.NONE));
	}

	@ParameterizedTest
	@CsvSource({ "expand, EXPAND", "contract, CONTRACT", "Contract, CONTRACT" })
	void acceptReadsPhase(String value, Phase phase) {
		assertThat(accept("phase", value).phase()).isEqualTo(phase);
	}

	@ParameterizedTest
	@CsvSource({ "500ms, PT0.5S", "0ms, PT0S", "10 s, PT10S", "2s, PT2S", "10min, PT10M", "1h, PT1H",
			"2147483647ms, PT2147483.647S", "596h, PT596H" })
	void acceptReadsDurations(String value, Duration duration) {
		assertThat(accept("lock-timeout", value).timeouts()).isEqualTo(new Timeouts(duration, null));
		assertThat(accept("statement-timeout", value).timeouts()).isEqualTo(new Timeouts(duration, duration));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "5", "s", "-1s", "1.5s", "1m", "1d", "5 seconds", "1s 5ms", "10MIN" })
	void acceptWhenDurationHasAnotherFormRefuses(String value) {
		assertThatExceptionOfType(UnusableScriptException.class).isThrownBy(() -> accept("lock-timeout", value))
			.satisfies((ex) -> {
				assertThat(ex.problem()).isEqualTo("'" + value + "' is not a duration");
				assertThat(ex.remedy()).contains("500ms, 10min");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "2147483648ms", "597h", "9223372036854775807h", "99999999999999999999999ms" })
	void acceptWhenDurationIsLongerThanTheServerKnowsRefuses(String value) {
		assertThatExceptionOfType(UnusableScriptException.class).isThrownBy(() -> accept("statement-timeout", value))
			.satisfies((ex) -> assertThat(ex.problem()).isEqualTo("'" + value + "' is too long"));
	}

	@Test
	void acceptCollectsRequirementsInTheirOrder() {
		accept("requires", "20251112000001, users ,, 1.10,V2__x.sql");
		assertThat(accept("requires", "20251113000001_b").requirements()).containsExactly("20251112000001", "users.sql",
				"1.10", "V2__x.sql", "20251113000001_b.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",", " , " })
	void acceptWhenRequirementsNameNothingRefuses(String value) {
		assertThatExceptionOfType(UnusableScriptException.class).isThrownBy(() -> accept("requires", value))
			.satisfies((ex) -> assertThat(ex.problem()).isEqualTo("'requires' names nothing"));
	}

	@Test
	void acceptWhenPhaseIsUnknownListsTheKnownOnes() {
		assertThatExceptionOfType(UnusableScriptException.class).isThrownBy(() -> accept("phase", "later"))
			.satisfies((ex) -> {
				assertThat(ex.problem()).isEqualTo("there is no phase 'later'");
				assertThat(ex.remedy()).contains("expand", "contract");
			});
	}

	@ParameterizedTest
	@CsvSource({ "phases, contract, there is no directive 'phases' (contract)",
			"nonsense, '', there is no directive 'nonsense'" })
	void acceptWhenKeyIsUnknownListsTheKnownOnes(String key, String value, String problem) {
		assertThatExceptionOfType(UnusableScriptException.class).isThrownBy(() -> accept(key, value))
			.satisfies((ex) -> {
				assertThat(ex.problem()).isEqualTo(problem);
				assertThat(ex.remedy()).contains("up", "down", "requires", "phase", "lock-timeout",
						"statement-timeout");
			});
	}

	@ParameterizedTest
	@CsvSource({ "'', true", "transaction:true, true", "transaction:false, false" })
	void sectionTransactionalKnowsTheOptionOfDbmate(String value, boolean transactional) {
		assertThat(HeaderReader.sectionTransactional(directive("up", value))).isEqualTo(transactional);
	}

	@Test
	void sectionTransactionalWhenOptionIsUnknownRefuses() {
		assertThatExceptionOfType(UnusableScriptException.class)
			.isThrownBy(() -> HeaderReader.sectionTransactional(directive("down", "later")))
			.satisfies((ex) -> assertThat(ex.problem()).isEqualTo("'down' has an unknown option (later)"));
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "false, false", "FALSE, false" })
	void acceptWhenTransactionSaysWhetherStatementsShareOne(String value, boolean transactional) {
		assertThat(accept("transaction", value).transactional()).isEqualTo(transactional);
	}

	@Test
	void acceptWhenTransactionIsNeitherTrueNorFalseRefuses() {
		assertThatExceptionOfType(UnusableScriptException.class).isThrownBy(() -> accept("transaction", "no"));
	}

}
