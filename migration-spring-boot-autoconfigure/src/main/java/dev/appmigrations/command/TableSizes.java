package dev.appmigrations.command;

import java.util.Locale;

import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.facts.SchemaFacts;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * How large the tables of the database itself are.
 *
 * @param facts what is known of it, {@code null} for nothing
 */
record TableSizes(@Nullable SchemaFacts facts) {

	private static final int KILO = 1000;

	/**
	 * Finds a table.
	 * @param name its name, qualified with its schema
	 * @return what is known of it, {@code null} for nothing
	 */
	@Nullable RelationFacts find(ObjectName name) {
		if (this.facts == null) {
			return null;
		}
		for (RelationFacts relation : this.facts.relations()) {
			if (ObjectName.of(relation.schema(), relation.name()).equals(name)) {
				return relation;
			}
		}
		return null;
	}

	/**
	 * Says how large a table is.
	 * @param name its name, qualified with its schema
	 * @return rows and bytes, {@code null} if neither is known
	 */
	@Nullable String text(ObjectName name) {
		RelationFacts relation = find(name);
		if (relation == null || (relation.rows() < 0 && relation.bytes() < 0)) {
			return null;
		}
		String rows = (relation.rows() < 0) ? "" : number(relation.rows(), "").strip();
		String bytes = (relation.bytes() < 0) ? "" : number((double) relation.bytes(), "B");
		return (rows.isEmpty() || bytes.isEmpty()) ? rows + bytes : rows + ", " + bytes;
	}

	/** Three digits at most, with a decimal prefix. */
	private static String number(double value, String unit) {
		String prefixes = "kMGTP";
		double scaled = value;
		int prefix = -1;
		while (scaled >= KILO && prefix < prefixes.length() - 1) {
			scaled /= KILO;
			prefix++;
		}
		String digits = (prefix < 0 || scaled >= 100) ? String.format(Locale.ROOT, "%.0f", scaled)
				: String.format(Locale.ROOT, "%.1f", scaled);
		return digits + " " + ((prefix < 0) ? "" : prefixes.charAt(prefix)) + unit;
	}

}
