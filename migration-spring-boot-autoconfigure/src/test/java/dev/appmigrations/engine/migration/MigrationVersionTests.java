package dev.appmigrations.engine.migration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MigrationVersion}.
 */
class MigrationVersionTests {

	private static MigrationVersion version(String text) {
		return MigrationVersion.parse(text);
	}

	@Test
	void compareToPutsVersionsInTheirOrder() {
		List<MigrationVersion> ordered = Stream
			.of("0", "0.0.1", "1", "1.0.1", "1.2", "1.9", "1.10", "2", "9", "10", "1999", "2024", "20250", "2025111",
					"18991231", "020251112", "21000101", "99999999", "123456789012345678901234567890", "19000101",
					"19991231", "20251100", "2025110001", "20251112", "20251112.1", "20251112.2", "20251112.10",
					"20251112000001", "20251112000001.5", "202511120001", "2025111200010001", "20251112001",
					"2025111201", "202511121", "20251113", "20260101")
			.map(MigrationVersion::parse)
			.toList();
		for (int i = 0; i < ordered.size(); i++) {
			for (int j = 0; j < ordered.size(); j++) {
				assertThat(Integer.signum(ordered.get(i).compareTo(ordered.get(j))))
					.as("%s and %s", ordered.get(i), ordered.get(j))
					.isEqualTo(Integer.compare(i, j));
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, 01", "1, 1.0", "1, 1.0.0", "0, 0.0", "1.10, 1.010", "0001.2, 1.2.0", "20251112.0, 20251112",
			"20251112.1, 20251112.01" })
	void equalsWhenOnlyZerosDifferIsTrue(String left, String right) {
		assertThat(version(left)).isEqualTo(version(right))
			.hasSameHashCodeAs(version(right))
			.isEqualByComparingTo(version(right));
		assertThat(version(right)).isEqualTo(version(left));
	}

	@ParameterizedTest
	@CsvSource({ "1, 10", "1.1, 1.10", "1, 1.0.1", "1.0.1, 1.1", "20251112, 020251112", "20251112, 20251112000001",
			"20251112000000.1, 20251112.2", "20251112, 20251112000000", "20251112, 202511120", "20251110, 2025111000",
			"20251112.1, 20251112000000.01", "19700101, 1970010100000000000000000000" })
	void equalsWhenVersionsDifferIsFalse(String left, String right) {
		assertThat(version(left)).isNotEqualTo(version(right));
	}

	@ParameterizedTest
	@CsvSource({ "20260527120000, 202605271200000000", "20251112, 202511120", "20251110, 2025111000",
			"20251112.1, 202511120.1", "20251112, 20251112.1", "20251112.7, 202511120" })
	void compareToWhenTimestampsDifferInTheirZerosPutsTheShorterFirst(String shorter, String longer) {
		assertThat(version(shorter)).isLessThan(version(longer));
		assertThat(version(longer)).isGreaterThan(version(shorter)).isNotEqualTo(version(shorter));
	}

	@ParameterizedTest
	@CsvSource({ "20260527120000, 202605271200000000, true", "20251112.1, 2025111200.01, true", "1, 01.0, true",
			"20251112, 20251112000001, false", "20251112, 20251112.1, false", "1, 10, false" })
	void isAlikeWhenSomebodyMayMeanTheOtherIsTrue(String left, String right, boolean alike) {
		assertThat(version(left).isAlike(version(right))).isEqualTo(alike);
		assertThat(version(right).isAlike(version(left))).isEqualTo(alike);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a", "1a", "v1", "1.", ".1", "1..2", "1_1", "-1", "+1", "1,2", " 1", "1 ", "1\n",
			"٣", "1.٣" })
	void parseWhenTextIsNoVersionRefuses(String text) {
		assertThat(MigrationVersion.isVersion(text)).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> version(text))
			.withMessage("'" + text + "' is not a version: digits, optionally dotted (1.10)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "01.10", "1.0", "20251112000000" })
	void toStringShowsWhatWasWritten(String text) {
		assertThat(version(text)).hasToString(text);
	}

	@Test
	void orderIsTotalAndConsistentWithEquals() {
		List<MigrationVersion> versions = someVersions(new Random(20251112));
		for (MigrationVersion a : versions) {
			for (MigrationVersion b : versions) {
				int order = Integer.signum(a.compareTo(b));
				assertThat(Integer.signum(b.compareTo(a))).as("%s and %s", a, b).isEqualTo(-order);
				assertThat(a.equals(b)).as("%s and %s", a, b).isEqualTo(order == 0);
				if (order == 0) {
					assertThat(a).hasSameHashCodeAs(b);
				}
			}
		}
		// Where each version is in its place towards all others, the order is transitive.
		List<MigrationVersion> sorted = versions.stream().sorted().toList();
		for (int i = 0; i < sorted.size(); i++) {
			for (int j = i; j < sorted.size(); j++) {
				assertThat(sorted.get(i)).as("%d and %d", i, j).isLessThanOrEqualTo(sorted.get(j));
			}
		}
		assertThat(new TreeSet<>(versions)).hasSameSizeAs(new HashSet<>(versions));
	}

	@Test
	void orderOfTimestampsIsThatOfTheirMoments() {
		Random random = new Random(20251113);
		List<String> texts = IntStream.range(0, 200)
			.mapToObj((i) -> "202511%02d%06d".formatted(random.nextInt(30) + 1, random.nextInt(240000)))
			.map((text) -> text.substring(0, 8 + random.nextInt(7)))
			.toList();
		Comparator<String> padded = Comparator
			.<String, String>comparing((text) -> text + "0".repeat(14 - text.length()))
			.thenComparing(String::length);
		assertThat(texts.stream().map(MigrationVersion::parse).sorted().map(MigrationVersion::toString))
			.containsExactlyElementsOf(texts.stream().sorted(padded).toList());
	}

	private static List<MigrationVersion> someVersions(Random random) {
		List<MigrationVersion> versions = new ArrayList<>();
		String[] parts = { "0", "00", "1", "01", "2", "9", "10", "19", "20", "1900", "2025", "20251112", "202511120",
				"20251112000000", "20251112000001", "2025111300", "020251112", "19991231", "18991231", "99999999999" };
		for (int i = 0; i < 250; i++) {
			StringBuilder text = new StringBuilder(parts[random.nextInt(parts.length)]);
			for (int more = random.nextInt(3); more > 0; more--) {
				text.append('.').append(parts[random.nextInt(parts.length)]);
			}
			versions.add(version(text.toString()));
		}
		return versions;
	}

}
