package dev.appmigrations.engine.plan;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * Proposes names for files whose version is taken: the same name with a version behind
 * all others.
 */
final class FreeNames {

	/** Flyway's form, whose versions may have underscores; the plain one. */
	private static final Pattern NAME = Pattern.compile("(V)\\d+(?:[._]\\d+)*(__.*)|\\d+(?:\\.\\d+)*(_.*)");

	private static final Pattern LAST_NUMBER = Pattern.compile("(.*?)(\\d+)$");

	private static final Pattern DATE = Pattern.compile("(19|20)\\d{6}");

	private @Nullable MigrationVersion latest;

	FreeNames(Collection<Migration> pending, Collection<AppliedState> applied) {
		for (Migration migration : pending) {
			add(migration.version());
		}
		for (AppliedState state : applied) {
			add(state.version());
		}
	}

	private void add(@Nullable MigrationVersion version) {
		if (version != null && (this.latest == null || version.compareTo(this.latest) > 0)) {
			this.latest = version;
		}
	}

	/**
	 * Proposes a name, each time another one.
	 * @param migration a versioned migration
	 * @return a file name
	 */
	String propose(Migration migration) {
		String version = successor(Objects.requireNonNull(this.latest).toString());
		this.latest = MigrationVersion.parse(version);
		Matcher name = NAME.matcher(migration.name());
		if (!name.matches()) {
			return version + "_" + migration.name();
		}
		return (name.group(1) != null) ? "V" + version + name.group(2) : version + name.group(3);
	}

	/**
	 * Counts the last number up and keeps its width. A timestamp that is only a date gets
	 * a number of the day, so that it stays one.
	 */
	private static String successor(String version) {
		if (DATE.matcher(version).matches()) {
			return version + "000001";
		}
		Matcher last = LAST_NUMBER.matcher(version);
		if (!last.matches()) {
			throw new IllegalStateException("A version ends in a digit: " + version);
		}
		String digits = last.group(2);
		String next = new BigInteger(digits).add(BigInteger.ONE).toString();
		return last.group(1) + "0".repeat(Math.max(0, digits.length() - next.length())) + next;
	}

}
