package dev.appmigrations.command;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.operation.LintRequest;
import dev.appmigrations.engine.report.TraceReport;
import dev.appmigrations.engine.safety.ByteSize;
import dev.appmigrations.engine.safety.TraceEvidence;
import dev.appmigrations.engine.safety.facts.FactsRequest;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.facts.SchemaFacts;
import dev.appmigrations.engine.safety.trace.MigrationTrace;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * How large the tables of the database itself are.
 *
 * @param facts what is known of it, {@code null} for nothing
 */
record TableSizes(@Nullable SchemaFacts facts) {

	private static final int KILO = 1000;

	private static final Duration LIMIT = Duration.ofSeconds(10);

	/**
	 * Reads how large the tables of a trace are.
	 * @param report the trace
	 * @param request says what is known of the database without reading it
	 * @param migrator leads to the database
	 * @return the sizes; unknown where the database is not to be read, or does not tell
	 */
	static TableSizes of(TraceReport report, LintRequest request, Migrator migrator) {
		if (!request.database()) {
			return new TableSizes(request.facts());
		}
		Set<ObjectName> names = new LinkedHashSet<>();
		for (MigrationTrace migration : report.migrations()) {
			for (UnitTrace unit : migration.units()) {
				for (StatementTrace statement : unit.statements()) {
					TraceEvidence.locks(statement).forEach((lock) -> names.add(lock.object().name()));
				}
			}
		}
		return new TableSizes((names.isEmpty()) ? null : migrator.database()
			.facts(FactsRequest.of(List.copyOf(names), List.of(), null).with(LIMIT, FactsRequest.Depth.CATALOGUE))
			.facts());
	}

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
		String rows = (relation.rows() < 0) ? "" : rows(relation.rows());
		String bytes = (relation.bytes() < 0) ? "" : new ByteSize(relation.bytes()).toString();
		return (rows.isEmpty() || bytes.isEmpty()) ? rows + bytes : rows + ", " + bytes;
	}

	/** Three digits at most, with a decimal prefix. */
	private static String rows(double rows) {
		String prefixes = "kMGT";
		double scaled = rows;
		int prefix = -1;
		while (scaled >= KILO && prefix < prefixes.length() - 1) {
			scaled /= KILO;
			prefix++;
		}
		String digits = (prefix < 0 || scaled >= 100) ? String.format(Locale.ROOT, "%.0f", scaled)
				: String.format(Locale.ROOT, "%.1f", scaled);
		return (prefix < 0) ? digits : digits + " " + prefixes.charAt(prefix);
	}

}
