package dev.appmigrations.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.appmigrations.engine.report.TraceReport;
import dev.appmigrations.engine.safety.TraceEvidence;
import dev.appmigrations.engine.safety.TraceForecast;
import dev.appmigrations.engine.safety.trace.MigrationTrace;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import org.jspecify.annotations.Nullable;

/**
 * The trace of the migrations that are judged, with what is known of the database itself.
 *
 * @param report what they did on a scratch database
 * @param sizes how large the tables of the database itself are
 */
record TracedMigrations(TraceReport report, TableSizes sizes) {

	private static final int SECOND = 1000;

	/**
	 * Says how long a statement would take.
	 * @param statement what it did
	 * @return for example {@code 9 s}, {@code null} if that is not known
	 */
	@Nullable String predicted(StatementTrace statement) {
		Duration time = time(statement);
		if (time == null) {
			return null;
		}
		if (time.toMillis() < SECOND) {
			return Math.max(1, time.toMillis()) + " ms";
		}
		return (time.toSeconds() < 10) ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / (double) SECOND)
				: time.toSeconds() + " s";
	}

	/**
	 * Tells whether a statement is known to take less than a second.
	 * @param statement what it did
	 * @return {@code false} if that is not known
	 */
	boolean isShort(StatementTrace statement) {
		Duration time = time(statement);
		return time != null && time.toMillis() < SECOND;
	}

	private @Nullable Duration time(StatementTrace statement) {
		return new TraceForecast(this.sizes::find).of(statement);
	}

	/** Tells whether all of them ran to their ends. */
	boolean isComplete() {
		return this.report.migrations().stream().allMatch((migration) -> migration.untraced() == null);
	}

	/**
	 * Writes the trace for people.
	 * @return lines, each with its end
	 */
	String text() {
		List<String> lines = new ArrayList<>();
		for (MigrationTrace migration : this.report.migrations()) {
			lines.add("Trace of " + migration.name() + " on " + this.report.server() + ":");
			for (UnitTrace unit : migration.units()) {
				for (StatementTrace statement : unit.statements()) {
					String time = (isWork(statement)) ? predicted(statement) : null;
					lines.add("  line " + statement.position().line() + ": " + TraceEvidence.text(statement)
							+ ((time != null) ? " (about " + time + ")" : "")
							+ ((statement.limit() != null) ? "; not seen: " + statement.limit() : ""));
				}
			}
			if (migration.untraced() != null) {
				lines.add("  not traced to its end: " + migration.untraced().strip().replace("\n", "\n    "));
			}
		}
		this.report.limits().forEach((limit) -> lines.add("Not traced: " + limit));
		return String.join("\n", lines) + "\n";
	}

	private static boolean isWork(StatementTrace statement) {
		return !(statement.rewrites().isEmpty() && statement.indexBuilds().isEmpty() && statement.scans().isEmpty());
	}

}
