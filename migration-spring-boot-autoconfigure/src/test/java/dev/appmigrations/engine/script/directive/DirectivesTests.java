package dev.appmigrations.engine.script.directive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

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
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link Directives}.
 */
class DirectivesTests {

	private final Target target = new Target();

	private static Directive directive(String key, String value) {
		return new Directive(key, value, SourcePosition.START);
	}

	private void read(Directive directive) {
		Directives.read(directive, false, this.target);
	}

	private ScriptHeader accept(String key, String value) {
		read(directive(key, value));
		return this.target.header().header();
	}

	@Test
	void headerWhenThereAreNoDirectivesHasDefaults() {
		assertThat(this.target.header().header())
			.isEqualTo(new ScriptHeader(Phase.EXPAND, Duration.ZERO, List.of(), true, Timeouts.NONE));
	}

	@ParameterizedTest
	@CsvSource({ "expand, EXPAND", "contract, CONTRACT", "Contract, CONTRACT" })
	void acceptReadsPhase(String value, Phase phase) {
		assertThat(accept("phase", value).phase()).isEqualTo(phase);
	}

	@ParameterizedTest
	@CsvSource({ "contract after 24h, PT24H", "contract after 7d, PT168H", "CONTRACT  After 30 min, PT30M",
			"contract after 90s, PT90S", "contract after 365d, PT8760H", "contract, PT0S", "expand, PT0S" })
	void acceptReadsSoak(String value, Duration soak) {
		ScriptHeader header = accept("phase", value);
		assertThat(header.soak()).isEqualTo(soak);
		assertThat(header.phase()).isEqualTo((value.equals("expand")) ? Phase.EXPAND : Phase.CONTRACT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "contract after 0h", "contract after 366d", "contract after soon", "contract after 24",
			"contract after 500ms", "contract after 99999999999d" })
	void acceptWhenSoakIsNoTimeToWaitRefuses(String value) {
		assertThatExceptionOfType(InvalidDirectiveException.class).isThrownBy(() -> accept("phase", value))
			.satisfies((ex) -> {
				assertThat(ex.problem()).endsWith("' is not a time to wait");
				assertThat(ex.remedy()).contains("24h, 7d");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "expand after 24h", "contract 24h", "contract after", "contractafter 24h" })
	void acceptWhenPhaseHasAnotherFormRefuses(String value) {
		assertThatExceptionOfType(InvalidDirectiveException.class).isThrownBy(() -> accept("phase", value))
			.satisfies((ex) -> assertThat(ex.problem()).isEqualTo("there is no phase '" + value + "'"));
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
		assertThatExceptionOfType(InvalidDirectiveException.class).isThrownBy(() -> accept("lock-timeout", value))
			.satisfies((ex) -> {
				assertThat(ex.problem()).isEqualTo("'" + value + "' is not a duration");
				assertThat(ex.remedy()).contains("500ms, 10min");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "2147483648ms", "597h", "9223372036854775807h", "99999999999999999999999ms" })
	void acceptWhenDurationIsLongerThanTheServerKnowsRefuses(String value) {
		assertThatExceptionOfType(InvalidDirectiveException.class).isThrownBy(() -> accept("statement-timeout", value))
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
		assertThatExceptionOfType(InvalidDirectiveException.class).isThrownBy(() -> accept("requires", value))
			.satisfies((ex) -> assertThat(ex.problem()).isEqualTo("'requires' names nothing"));
	}

	@Test
	void acceptWhenPhaseIsUnknownListsTheKnownOnes() {
		assertThatExceptionOfType(InvalidDirectiveException.class).isThrownBy(() -> accept("phase", "later"))
			.satisfies((ex) -> {
				assertThat(ex.problem()).isEqualTo("there is no phase 'later'");
				assertThat(ex.remedy()).contains("expand", "contract");
			});
	}

	@ParameterizedTest
	@CsvSource({ "phases, contract, there is no directive 'phases' (contract)",
			"nonsense, '', there is no directive 'nonsense'" })
	void acceptWhenKeyIsUnknownListsTheKnownOnes(String key, String value, String problem) {
		assertThatExceptionOfType(InvalidDirectiveException.class).isThrownBy(() -> accept(key, value))
			.satisfies((ex) -> {
				assertThat(ex.problem()).isEqualTo(problem);
				assertThat(ex.remedy()).contains("up", "down", "requires", "phase", "lock-timeout",
						"statement-timeout");
			});
	}

	@ParameterizedTest
	@CsvSource({ "'', true", "transaction:true, true", "transaction:false, false" })
	void sectionKnowsTheOptionOfDbmate(String value, boolean transactional) {
		for (String key : List.of("up", "down")) {
			read(directive(key, value));
			assertThat(this.target.sections).last().isEqualTo(key + " " + transactional);
		}
	}

	@Test
	void sectionWhenOptionIsUnknownRefuses() {
		assertThatExceptionOfType(InvalidDirectiveException.class).isThrownBy(() -> read(directive("down", "later")))
			.satisfies((ex) -> assertThat(ex.problem()).isEqualTo("'down' has an unknown option (later)"));
		assertThat(this.target.sections).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "false, false", "FALSE, false" })
	void acceptWhenTransactionSaysWhetherStatementsShareOne(String value, boolean transactional) {
		assertThat(accept("transaction", value).transactional()).isEqualTo(transactional);
	}

	@Test
	void acceptWhenTransactionIsNeitherTrueNorFalseRefuses() {
		assertThatExceptionOfType(InvalidDirectiveException.class).isThrownBy(() -> accept("transaction", "no"));
	}

	@Test
	void ownSectionsAreSaidByOneValueOnly() {
		assertThat(this.target.header().hasOnlyOwnSections()).isFalse();
		assertThatExceptionOfType(InvalidDirectiveException.class).isThrownBy(() -> accept("sections", "none"));
		accept("sections", "Own");
		assertThat(this.target.header().hasOnlyOwnSections()).isTrue();
	}

	@Test
	void onlySectionsStandBehindStatements() {
		for (String key : Directives.keys()) {
			boolean anywhere = key.equals("irreversible") || key.equals("allow");
			Directive directive = directive(key, (anywhere) ? "truncate x" : "");
			if (directive.isSectionMarker() || anywhere) {
				assertThatNoException().as(key).isThrownBy(() -> Directives.read(directive, true, this.target));
			}
			else {
				assertThatExceptionOfType(InvalidDirectiveException.class)
					.isThrownBy(() -> Directives.read(directive, true, this.target))
					.satisfies((ex) -> assertThat(ex.problem())
						.isEqualTo("the directive stands after the first statement"));
			}
		}
		assertThat(this.target.sections).containsExactly("up true", "down true");
	}

	@Test
	void unknownKeyIsAnsweredWithAllKeys() {
		assertThatExceptionOfType(InvalidDirectiveException.class).isThrownBy(() -> accept("phrase", ""))
			.satisfies((ex) -> assertThat(ex.remedy())
				.startsWith("The directives are: " + String.join(", ", Directives.keys()) + ". "));
	}

	/** The page's table has a row for each directive, and for nothing else. */
	@Test
	void pageDescribesEachDirective() throws IOException {
		String page = Files.readString(Path.of("../docs/scripts.md"));
		String table = page.substring(page.indexOf("| directive | meaning |"));
		List<String> described = table.substring(0, table.indexOf("\n\n"))
			.lines()
			.skip(2)
			.map((row) -> row.split("\\|")[1])
			.flatMap((cell) -> Pattern.compile("`([a-z-]+)").matcher(cell).results().map((match) -> match.group(1)))
			.distinct()
			.toList();
		// A row may name several keys, or one key with its values.
		assertThat(described).containsExactlyInAnyOrderElementsOf(Directives.keys());
	}

	/** The page has a row for each option, and for nothing else. */
	@Test
	void pageDescribesEachOptionOfABackfill() throws IOException {
		String page = Files.readString(Path.of("../docs/backfills.md"));
		String table = page.substring(page.indexOf("| option | default |"));
		List<String> described = table.substring(0, table.indexOf("\n\n"))
			.lines()
			.skip(2)
			.map((row) -> row.split("`")[1].split("=")[0])
			.toList();
		assertThat(described).containsExactlyInAnyOrderElementsOf(BackfillBuilder.OPTIONS);
	}

	/**
	 * A script that consists of directives.
	 */
	private static final class Target implements DirectiveTarget {

		@Override
		public void emptySection(Directive marker, String reason) {
			this.header.emptySection(marker.key().equals("up"), reason);
		}

		@Override
		public void irreversible(Directive directive) {
			this.header.irreversible(directive);
		}

		private final HeaderBuilder header = new HeaderBuilder();

		private final List<String> sections = new ArrayList<>();

		@Override
		public HeaderBuilder header() {
			return this.header;
		}

		@Override
		public void section(Directive marker, boolean transactional) {
			this.sections.add(marker.key() + " " + transactional);
		}

	}

}
