package dev.appmigrations.engine.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties of splitting and of the checksum, over generated scripts. A failure names
 * its seed.
 */
class GeneratedScriptsTests {

	static LongStream seeds() {
		return LongStream.range(0, 150);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void statementsThatWereJoinedAreSplitAgain(long seed) {
		GeneratedScripts generator = new GeneratedScripts(seed);
		List<String> statements = new ArrayList<>();
		StringBuilder script = new StringBuilder();
		for (int i = generator.below(6) + 1; i > 0; i--) {
			String statement = generator.render(generator.statement(), true);
			statements.add(statement);
			script.append(generator.between()).append(statement).append(" ;");
		}
		script.append(generator.between());
		assertThat(Scripts.split(script.toString())).isEqualTo(statements);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void checksumDoesNotSeeWhiteSpaceCommentsLineEndsAndCase(long seed) {
		GeneratedScripts generator = new GeneratedScripts(seed);
		List<String> tokens = generator.statement();
		String plain = generator.render(tokens, false);
		String other = generator.between() + generator.render(tokens, true).replace("\r", "\n").replace("\n", "\r\n")
				+ generator.between();
		assertThat(Scripts.digest(other)).isEqualTo(Scripts.digest(plain));
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void checksumSeesEachChangeOfToken(long seed) {
		GeneratedScripts generator = new GeneratedScripts(seed);
		List<String> tokens = generator.statement();
		String checksum = Scripts.digest(String.join(" ", tokens));
		int index = generator.below(tokens.size());
		String token = tokens.get(index);
		boolean bracket = token.equals("(") || token.equals(")");
		boolean body = tokens.get(0).equals("create");
		List<String> changed = new ArrayList<>(tokens);
		changed.set(index, (bracket || body) ? token + " 7" : (token.equals("7")) ? "8" : "7");
		assertThat(Scripts.digest(String.join(" ", changed))).isNotEqualTo(checksum);
		List<String> longer = new ArrayList<>(tokens);
		longer.add(index + 1, "added");
		assertThat(Scripts.digest(String.join(" ", longer))).isNotEqualTo(checksum);
	}

}
