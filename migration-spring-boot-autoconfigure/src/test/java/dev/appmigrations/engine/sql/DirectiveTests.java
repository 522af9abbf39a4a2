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
			""")
	void ofReadsKeyAndValue(String comment, String key, String value) {
		assertThat(Directive.of(comment, POSITION))
			.isEqualTo(new Directive(key, (value != null) ? value : "", POSITION));
		assertThat(Directive.mayBeDirective(comment.toCharArray(), 0, comment.length())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--", "-- up", "-- migrate", "-- migrate:", "-- migrate: the old rows",
			"-- migrate: up the hill", "-- see migrate:down", "-- migrate :up", "-- m", "-- migrate:!" })
	void ofWhenOrdinaryCommentReturnsNull(String comment) {
		assertThat(Directive.of(comment, POSITION)).isNull();
		assertThat(Directive.isSectionMarker(comment.toCharArray(), 0, comment.length())).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "-- migrate:up, true", "-- migrate:down x, true", "-- migrate:upward, false",
			"-- migrate:allow x, false" })
	void isSectionMarkerIsTrueForUpAndDown(String comment, boolean expected) {
		assertThat(Directive.of(comment, POSITION)).isNotNull()
			.extracting(Directive::isSectionMarker)
			.isEqualTo(expected);
		assertThat(Directive.isSectionMarker(("x" + comment).toCharArray(), 1, comment.length() + 1))
			.isEqualTo(expected);
	}

}
