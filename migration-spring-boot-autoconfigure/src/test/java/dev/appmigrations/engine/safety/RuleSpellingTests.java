package dev.appmigrations.engine.safety;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.safety.rule.Example;
import dev.appmigrations.engine.safety.rule.Rule;
import dev.appmigrations.engine.safety.rule.Rules;
import dev.appmigrations.support.FreshDatabase;
import dev.appmigrations.support.OldestAndNewest;
import dev.appmigrations.support.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A rule finds its hazard however it is spelt.
 */
@OldestAndNewest
class RuleSpellingTests {

	private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\w+)");

	@FreshDatabase
	private TestDatabase database;

	static Stream<Rule> rules() {
		return Rules.all().stream();
	}

	@ParameterizedTest
	@MethodSource("rules")
	void ruleFindsEachSpelling(Rule rule) {
		int major = Integer.parseInt(String.valueOf(this.database.value("SHOW server_version_num"))) / 10_000;
		Example example = rule.example();
		assumeTrue(example.since() <= major && major <= example.until());
		this.database.execute(example.setup());
		spellings(example).forEach((name, sql) -> assertThat(found(sql)).as(name + ": " + sql).contains(rule.id()));
	}

	private List<String> found(String sql) {
		return Migrator.builder(this.database.dataSource(), ExampleScripts.of(sql))
			.build()
			.safety()
			.lint()
			.findings()
			.stream()
			.map(Finding::rule)
			.toList();
	}

	private static Map<String, String> spellings(Example example) {
		List<String> tables = new ArrayList<>();
		Matcher matcher = TABLE.matcher(example.setup());
		while (matcher.find()) {
			tables.add(matcher.group(1));
		}
		String bad = example.bad();
		Map<String, String> spellings = new LinkedHashMap<>();
		spellings.put("qualified", name(bad, tables, "public.$1"));
		spellings.put("quoted", name(bad, tables, "\"public\" . \"$1\""));
		spellings.put("commented", commented(bad));
		spellings.put("lower case", lowerCase(bad));
		spellings.put("only", bad.replaceAll("ALTER TABLE (\\w+) (?!ATTACH)", "ALTER TABLE IF EXISTS $1 * "));
		spellings.put("several actions",
				bad.replaceAll("(ALTER TABLE (?:orders|users) (?:ADD|ALTER|DROP|VALIDATE) )", "$1@")
					.replaceAll("ALTER TABLE (orders|users) (ADD|ALTER|DROP|VALIDATE) @",
							"ALTER TABLE $1 ALTER id SET STATISTICS 100, $2 "));
		return spellings;
	}

	/**
	 * Where a name of a table stands, but not in a literal, and not where columns stand.
	 */
	private static String name(String sql, List<String> tables, String replacement) {
		String result = sql;
		for (String table : tables) {
			result = result.replaceAll(
					"(?<=(?:TABLE|ON|UPDATE|FROM|INTO|TRUNCATE|REFERENCES|OF|PARTITION|VACUUM) )(" + table + ")\\b",
					replacement);
		}
		return result;
	}

	/** A directive is one line, and a comment itself. */
	private static String commented(String sql) {
		return Pattern.compile("'[^']*'|(?m:^-- .*\n)|\\s+")
			.matcher(sql)
			.replaceAll((match) -> (match.group().startsWith("'") || match.group().startsWith("--"))
					? Matcher.quoteReplacement(match.group()) : " /* a /* b */ ; */ -- '\n");
	}

	private static String lowerCase(String sql) {
		return Pattern.compile("'[^']*'|\"[^\"]*\"|[A-Z]+")
			.matcher(sql)
			.replaceAll((match) -> Matcher.quoteReplacement((Character.isUpperCase(match.group().charAt(0)))
					? match.group().toLowerCase(Locale.ROOT) : match.group()));
	}

}
