package dev.appmigrations.engine.watch;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.report.PreFlightReport;
import dev.appmigrations.engine.report.PreFlightReport.Kind;
import dev.appmigrations.engine.report.PreFlightReport.Need;
import dev.appmigrations.engine.report.PreFlightReport.Obstacle;
import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Asks, in one message, who would be in the way of pending statements right now:
 * <ol>
 * <li>sessions and prepared transactions that hold, or wait for, a lock on a table or one
 * of its partitions which conflicts with a lock that a statement needs;
 * <li>the session with the oldest snapshot, if an index is to be built concurrently;
 * <li>the other prepared transactions of the database.
 * </ol>
 * Takes no lock on any table of the user's.
 */
public final class PreFlight {

	private final Session session;

	private final @Nullable String schema;

	/**
	 * Creates a pre-flight.
	 * @param session the connection, in no transaction
	 * @param schema the schema that scripts look into before their search path, {@code
	 * null} for none
	 */
	public PreFlight(Session session, @Nullable String schema) {
		this.session = session;
		this.schema = schema;
	}

	/**
	 * Asks.
	 * @param needs the locks that statements need, in the order of the statements
	 * @param snapshot the first statement that waits for older snapshots, {@code null} if
	 * none does
	 * @return who is in the way
	 */
	public PreFlightReport ask(List<LockNeed> needs, @Nullable Need snapshot) {
		Map<ObjectName, List<LockNeed>> byRelation = new LinkedHashMap<>();
		needs.forEach((need) -> byRelation.computeIfAbsent(need.relation(), (name) -> new ArrayList<>()).add(need));
		if (byRelation.isEmpty()) {
			return PreFlightReport.NONE;
		}
		PreFlightQuery query = new PreFlightQuery(this.schema);
		byRelation.forEach((relation, all) -> query.add(relation, conflicts(all)));
		QueryResult result = this.session.query(query.statements());
		DatabaseError error = result.error();
		if (error != null) {
			if (!error.connectionLost()) {
				this.session.query(List.of("ROLLBACK"));
			}
			return new PreFlightReport(List.of(), "Who is in the way is unknown: " + error.message());
		}
		List<Obstacle> obstacles = new ArrayList<>(holders(result.rows(1), List.copyOf(byRelation.values())));
		Rows oldest = result.rows(2);
		if (snapshot != null && oldest.size() > 0) {
			obstacles.add(new Obstacle(Kind.SNAPSHOT, BlockerRows.read(oldest, 0), null, true, null, snapshot));
		}
		obstacles.addAll(prepared(result.rows(3), obstacles));
		return new PreFlightReport(obstacles, hidden(result));
	}

	private static Set<LockMode> conflicts(List<LockNeed> needs) {
		Set<LockMode> modes = EnumSet.noneOf(LockMode.class);
		for (LockMode mode : LockMode.values()) {
			if (needs.stream().anyMatch((need) -> need.awaited().conflictsWith(mode))) {
				modes.add(mode);
			}
		}
		return modes;
	}

	/** Each session once for each relation, with the strongest of its locks. */
	private static List<Obstacle> holders(Rows rows, List<List<LockNeed>> needs) {
		Map<String, Obstacle> found = new LinkedHashMap<>();
		Map<String, LockMode> strongest = new HashMap<>();
		for (int i = 0; i < rows.size(); i++) {
			LockMode mode = LockMode.of(rows.required(i, "mode"));
			String relation = rows.required(i, "relation");
			String key = rows.required(i, "pid") + " " + rows.value(i, "state") + " " + relation;
			LockMode before = strongest.get(key);
			if (mode != null && (before == null || mode.compareTo(before) > 0)) {
				strongest.put(key, mode);
				Need need = needs.get(Integer.parseInt(rows.required(i, "number")))
					.stream()
					.filter((candidate) -> candidate.awaited().conflictsWith(mode))
					.findFirst()
					.map(LockNeed::need)
					.orElse(null);
				found.put(key, new Obstacle(kind(rows, i), BlockerRows.read(rows, i), mode.sql(),
						rows.isTrue(i, "granted"), relation, need));
			}
		}
		return List.copyOf(found.values());
	}

	private static Kind kind(Rows rows, int row) {
		if (rows.isTrue(row, "wraparound")) {
			return Kind.WRAPAROUND_VACUUM;
		}
		return (rows.isTrue(row, "autovacuum")) ? Kind.AUTOVACUUM : Kind.LOCK;
	}

	private static List<Obstacle> prepared(Rows rows, List<Obstacle> before) {
		List<Obstacle> found = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			Obstacle obstacle = new Obstacle(Kind.PREPARED, BlockerRows.read(rows, i), null, true, null, null);
			if (before.stream()
				.noneMatch((other) -> other.session().backend() == 0
						&& Objects.equals(other.session().state(), obstacle.session().state()))) {
				found.add(obstacle);
			}
		}
		return found;
	}

	private static @Nullable String hidden(QueryResult result) {
		return (result.rows(4).isTrue(0, "all_seen")) ? null
				: "The role sees neither state, age nor statement of other roles' sessions: they are unknown."
						+ " GRANT pg_read_all_stats (or pg_monitor) to it to see them.";
	}

}
