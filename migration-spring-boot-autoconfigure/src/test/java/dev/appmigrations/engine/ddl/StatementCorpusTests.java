package dev.appmigrations.engine.ddl;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.engine.sql.StatementTokens;
import dev.appmigrations.engine.sql.TokenType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties that hold for each of many statements in odd spellings. Whether they are
 * read rightly is compared with PostgreSQL's own parser, in a leg of {@code .ci/run}.
 */
class StatementCorpusTests {

	@ParameterizedTest
	@MethodSource("statements")
	void ofWhenItChangesTablesOrIndexesKnowsAllOfIt(String statement) {
		DdlStatement read = DdlStatement.of(statement);
		if (statement.matches("(?s)(ALTER|CREATE( UNIQUE)?) (TABLE|INDEX|FOREIGN TABLE|VIEW|SEQUENCE) .*")) {
			assertThat(read).isNotInstanceOf(Opaque.class);
		}
		if (read instanceof AlterTable alter) {
			assertThat(alter.actions()).isNotEmpty().noneMatch(TableAction.Other.class::isInstance);
		}
	}

	@ParameterizedTest
	@MethodSource("statements")
	void ofReadsRangesThatLieInsideEachOther(String statement) throws Exception {
		String padded = "/* x */ " + statement + " -- y";
		check(padded, DdlStatement.of(padded), new TextRange(0, padded.length()));
	}

	private static void check(String statement, Object part, TextRange outer) throws Exception {
		if (!(part instanceof Record data)) {
			return;
		}
		TextRange range = outer;
		for (RecordComponent component : data.getClass().getRecordComponents()) {
			Object value = component.getAccessor().invoke(data);
			if (value instanceof TextRange own) {
				range = own;
				assertThat(own.start()).isBetween(outer.start(), outer.end());
				assertThat(own.end()).isBetween(own.start(), outer.end());
			}
		}
		if (part instanceof Expression expression) {
			assertThat(tokens(expression.text())).isEqualTo(tokens(statement.substring(range.start(), range.end())));
		}
		for (RecordComponent component : data.getClass().getRecordComponents()) {
			Object value = component.getAccessor().invoke(data);
			for (Object inner : (value instanceof Collection<?> values) ? values : Stream.ofNullable(value).toList()) {
				// the range of a constraint is among its attributes, beside its
				// expression
				check(statement, inner, (part instanceof Constraint) ? outer : range);
			}
		}
	}

	private static List<String> tokens(String text) {
		List<String> tokens = new ArrayList<>();
		StatementTokens reader = StatementTokens.of(text);
		for (TokenType type = reader.next(); type != null; type = reader.next()) {
			tokens.add(type + " " + text.substring(reader.start(), reader.end()));
		}
		return tokens;
	}

	static Stream<String> statements() throws IOException {
		List<String> statements = new ArrayList<>();
		try (InputStream in = StatementCorpusTests.class
			.getResourceAsStream("/dev/appmigrations/conformance/statements.sql");
				Reader text = new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8);
				StatementReader reader = StatementReader.of(text)) {
			for (SqlStatement statement = reader.next(); statement != null; statement = reader.next()) {
				statements.add(statement.text());
			}
		}
		return statements.stream();
	}

}
