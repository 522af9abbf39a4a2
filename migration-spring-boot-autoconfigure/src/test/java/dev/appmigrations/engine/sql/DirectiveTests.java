package dev.appmigrations.engine.sql;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Directive}.
 */
class DirectiveTests {

	private static final SourcePosition POSITION = new SourcePosition(3, 2, 1);

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
			-- migrate:up|up|
			-- migrate:up transaction:false|up|transaction:false
			--migrate:down|down|
			-- \tMIGRATE:Down \t|down|
			-- migrate: down|down|
			-- migrate:transaction false|transaction|false
			-- migrate:lock-timeout 500ms |lock-timeout|500ms
			-- migrate:allow drop-column  Not used  since 1.2 |allow|drop-column  Not used  since 1.2
			-- migrate:requires a, b|requires|a, b
			-- migrate:upp|upp|
			-- migrate: see wiki|see|wiki
			-- migrate: the old rows|the|old rows
			-- migrate: up the hill|up|the hill
			-- migrate :up|up|
			-- migrate : down|down|
			--- migrate:down|down|
			--\u00a0migrate:\u00a0down\u00a0|down|
			--\ufeffmigrate\u200b:\u3000down|down|
			-- migrate:down;|down;|
			-- migrate:phase: contract|phase:|contract
			-- migrate:phase=contract|phase=contract|
			-- migrate:éclair|éclair|
			""")
	void ofReadsKeyAndValue(String comment, String key, String value) {
		assertThat(Directive.of(comment, POSITION))
			.isEqualTo(new Directive(key, (value != null) ? value : "", POSITION));
		assertThat(ForeignMarker.mayMatter(comment.toCharArray(), 0, comment.length())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--", "-- up", "-- migrate", "-- migrate:", "-- migrate: 3 rows", "-- see migrate:down",
			"-- m", "-- migrate:!", "-- migrate the rows: up", "-- - migrate:down", "-- migrate:-down" })
	void ofWhenOrdinaryCommentReturnsNull(String comment) {
		assertThat(Directive.of(comment, POSITION)).isNull();
		assertThat(divides(comment)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "-- migrate:up, true", "-- migrate:down x, true", "-- migrate:upward, false",
			"-- migrate:allow x, false" })
	void isSectionMarkerIsTrueForUpAndDown(String comment, boolean expected) {
		assertThat(Directive.of(comment, POSITION)).isNotNull()
			.extracting(Directive::isSectionMarker)
			.isEqualTo(expected);
		assertThat(divides(comment)).isEqualTo(expected);
	}

	private static boolean divides(String comment) {
		return new KnownSectionMarkers().divides(("x" + comment).toCharArray(), 1, comment.length() + 1, 1);
	}

}
