package dev.appmigrations.engine.script;

import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Phase;
import dev.appmigrations.engine.migration.Timeouts;
import dev.appmigrations.engine.sql.Directive;
import org.jspecify.annotations.Nullable;

/**
 * Understands the directives of one script, other than those that divide it into
 * sections. They stand before the first statement.
 */
final class HeaderReader {

	private static final String KNOWN = "up, down, transaction, requires, phase, lock-timeout, statement-timeout,"
			+ " sections";

	private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|min|h)");

	/** The server's timeouts are integers of milliseconds. */
	private static final BigInteger LONGEST = BigInteger.valueOf(Integer.MAX_VALUE);

	private Phase phase = Phase.EXPAND;

	private final List<String> requirements = new ArrayList<>();

	private boolean transactional = true;

	private @Nullable Duration lockTimeout;

	private @Nullable Duration statementTimeout;

	/**
	 * Takes a directive.
	 * @param directive the directive
	 * @throws UnusableScriptException if the key is unknown, or the value wrong
	 */
	void accept(Directive directive) {
		switch (directive.key()) {
			case "requires" -> this.requirements.addAll(requirements(directive));
			case "transaction" -> this.transactional = transactional(directive);
			case "phase" -> this.phase = phase(directive);
			case "lock-timeout" -> this.lockTimeout = duration(directive);
			case "statement-timeout" -> this.statementTimeout = duration(directive);
			case "sections" -> requireOwn(directive);
			default -> throw unknown(directive);
		}
	}

	private static UnusableScriptException unknown(Directive directive) {
		String value = directive.value();
		String word = directive.word();
		if (!word.equals(directive.key()) && !word.isEmpty()) {
			boolean alone = word.equals("up") || word.equals("down");
			return UnusableScriptException.directive(directive,
					"only a blank may stand directly behind the key '" + word + "' (" + directive.key() + ")",
					"Write -- migrate:" + word + ((alone) ? "" : " VALUE")
							+ ". If this is no directive, write the comment without 'migrate:'.");
		}
		return UnusableScriptException.directive(directive,
				"there is no directive '" + directive.key() + "'" + ((value.isEmpty()) ? "" : " (" + value + ")"),
				"The directives are: " + KNOWN + ". If this is no directive, write the comment without 'migrate:'.");
	}

	private static void requireOwn(Directive directive) {
		if (!directive.excludesOtherTools()) {
			throw UnusableScriptException.directive(directive, "'sections' is own, not '" + directive.value() + "'",
					"Write -- migrate:sections own where comments look like another tool's sections and are none.");
		}
	}

	/**
	 * Reads the options of a directive that starts a section, which are dbmate's.
	 * @param directive {@code up} or {@code down}
	 * @return whether the section's statements share a transaction as far as they can
	 * @throws UnusableScriptException if an option is unknown
	 */
	static boolean sectionTransactional(Directive directive) {
		return switch (directive.value()) {
			case "", "transaction:true" -> true;
			case "transaction:false" -> false;
			default -> throw UnusableScriptException.directive(directive,
					"'" + directive.key() + "' has an unknown option (" + directive.value() + ")",
					"The only option is transaction:false.");
		};
	}

	ScriptHeader header() {
		return new ScriptHeader(this.phase, this.requirements, this.transactional,
				new Timeouts(this.lockTimeout, this.statementTimeout));
	}

	private static List<String> requirements(Directive directive) {
		List<String> requirements = new ArrayList<>();
		for (String requirement : directive.value().split(",")) {
			String name = requirement.strip();
			if (!name.isEmpty()) {
				requirements.add((MigrationVersion.isVersion(name) || name.endsWith(".sql")) ? name : name + ".sql");
			}
		}
		if (requirements.isEmpty()) {
			throw UnusableScriptException.directive(directive, "'requires' names nothing",
					"Write the versions or names of migrations, with commas between them:"
							+ " -- migrate:requires 20251112000001, 20251113000001_users.sql");
		}
		return requirements;
	}

	private static boolean transactional(Directive directive) {
		return switch (directive.value().toLowerCase(Locale.ROOT)) {
			case "true" -> true;
			case "false" -> false;
			default -> throw UnusableScriptException.directive(directive,
					"'transaction' is true or false, not '" + directive.value() + "'",
					"Write -- migrate:transaction false.");
		};
	}

	private static Phase phase(Directive directive) {
		return switch (directive.value().toLowerCase(Locale.ROOT)) {
			case "expand" -> Phase.EXPAND;
			case "contract" -> Phase.CONTRACT;
			default -> throw UnusableScriptException.directive(directive,
					"there is no phase '" + directive.value() + "'", "The phases are: expand (the default), contract.");
		};
	}

	private static Duration duration(Directive directive) {
		Matcher matcher = DURATION.matcher(directive.value());
		if (!matcher.matches()) {
			throw UnusableScriptException.directive(directive, "'" + directive.value() + "' is not a duration",
					"Write a number and ms, s, min or h: 500ms, 10min.");
		}
		ChronoUnit unit = switch (matcher.group(2)) {
			case "ms" -> ChronoUnit.MILLIS;
			case "s" -> ChronoUnit.SECONDS;
			case "min" -> ChronoUnit.MINUTES;
			default -> ChronoUnit.HOURS;
		};
		BigInteger millis = new BigInteger(matcher.group(1))
			.multiply(BigInteger.valueOf(unit.getDuration().toMillis()));
		if (millis.compareTo(LONGEST) > 0) {
			throw UnusableScriptException.directive(directive, "'" + directive.value() + "' is too long",
					"The longest time that the server knows is 2147483647ms, 24 days; 0ms is without limit.");
		}
		return Duration.ofMillis(millis.longValueExact());
	}

}
