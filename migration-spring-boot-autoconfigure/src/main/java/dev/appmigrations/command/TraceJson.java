package dev.appmigrations.command;

import dev.appmigrations.command.json.ReportJson;
import dev.appmigrations.engine.report.TraceReport;
import dev.appmigrations.engine.safety.trace.LockTrace;
import dev.appmigrations.engine.safety.trace.MigrationTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.safety.trace.TraceFailure;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * A lock trace as JSON.
 */
final class TraceJson {

	private TraceJson() {
	}

	/**
	 * Adds the members of a trace.
	 * @param trace receives them
	 */
	static void members(JsonWriter.Members<TraceReport> trace) {
		trace.add("server", TraceReport::server);
		trace.add("replayed", TraceReport::replayed);
		trace.add("limits", TraceReport::limits);
		trace.add("migrations", (value) -> ReportJson.array(value.migrations(), TraceJson::migration));
	}

	private static void migration(JsonWriter.Members<MigrationTrace> migration) {
		migration.add("name", MigrationTrace::name);
		migration.add("phase", (value) -> value.phase().label());
		migration.add("untraced", MigrationTrace::untraced);
		migration.add("units", (value) -> ReportJson.array(value.units(), TraceJson::unit));
	}

	private static void unit(JsonWriter.Members<UnitTrace> unit) {
		unit.add("number", UnitTrace::number);
		unit.add("transaction", UnitTrace::isTransaction);
		unit.add("statements", (value) -> ReportJson.array(value.statements(), TraceJson::statement));
	}

	private static void statement(JsonWriter.Members<StatementTrace> statement) {
		statement.add("line", (value) -> value.position().line());
		statement.add("column", (value) -> value.position().column());
		statement.add("sql", StatementTrace::text);
		statement.add("locks", (value) -> ReportJson.array(value.locks(), TraceJson::lock));
		statement.add("rewrites", (value) -> ReportJson.array(value.rewrites(), TraceJson::object));
		statement.add("indexBuilds", (value) -> ReportJson.array(value.indexBuilds(), TraceJson::object));
		statement.add("scans", (value) -> ReportJson.array(value.scans(), TraceJson::object));
		statement.add("dropped", (value) -> ReportJson.array(value.dropped(), TraceJson::object));
		statement.add("walBytes", StatementTrace::walBytes);
		statement.add("durationMs", (value) -> value.duration().toMillis());
		statement.add("sampled", StatementTrace::sampled);
		statement.add("limit", StatementTrace::limit);
		statement.add("failure", (value) -> failure(value.failure()));
	}

	private static void lock(JsonWriter.Members<LockTrace> lock) {
		lock.add("object", (value) -> value.object().name().toString());
		lock.add("kind", (value) -> value.object().kind().label());
		lock.add("mode", (value) -> value.mode().sql());
		lock.add("newly", LockTrace::newly);
		lock.add("heldSinceLine", (value) -> value.heldSince().line());
		lock.add("blocksReads", (value) -> value.mode().blocksReads());
		lock.add("blocksWrites", (value) -> value.mode().blocksWrites());
	}

	private static void object(JsonWriter.Members<ObjectTrace> object) {
		object.add("object", (value) -> value.name().toString());
		object.add("kind", (value) -> value.kind().label());
		object.add("table", (value) -> (value.table() != null) ? value.table().toString() : null);
	}

	private static @Nullable Object failure(@Nullable TraceFailure failure) {
		return (failure != null) ? JsonWriter.<TraceFailure>of((members) -> {
			members.add("sqlState", TraceFailure::sqlState);
			members.add("message", TraceFailure::message);
		}).write(failure) : null;
	}

}
