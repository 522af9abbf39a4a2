package dev.appmigrations.engine.trace;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.safety.trace.LockTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.safety.trace.TraceFailure;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.time.Sleeper;
import org.jspecify.annotations.Nullable;

/**
 * Traces the statements of one session, unit by unit:
 * <ol>
 * <li>{@link #begin}, inside the transaction and before its first statement: reads the
 * names and files of all relations, and how often each was scanned.
 * <li>{@link #before} and {@link #after} each statement: reads the locks that the session
 * holds, and files and counters of what it has locked, because a rewrite and a scan need
 * a lock. Scans are differences: the counters of a session still hold what its earlier
 * transactions have not reported yet (see PostgreSQL:
 * src/backend/utils/activity/pgstat.c).
 * <li>{@link #end}, before the transaction ends.
 * </ol>
 * A statement outside a transaction is sampled from a second connection, and its changes
 * are found by comparing the whole catalog. Everything is read in the script's own
 * transaction, in the role and with the settings that the script has set.
 */
final class StatementTracer {

	private static final VisibleObjects.Changes NOTHING = new VisibleObjects.Changes(List.of(), List.of(), List.of(),
			List.of());

	private final Session session;

	private final Supplier<Session> sessions;

	private final Clock clock;

	private final Sleeper sleeper;

	private final List<StatementTrace> statements = new ArrayList<>();

	private int number;

	private Unit.Mode mode = Unit.Mode.TRANSACTION;

	private @Nullable VisibleObjects objects;

	private @Nullable HeldLocks locks;

	private @Nullable LockSampler sampler;

	private @Nullable String limit;

	private long wal;

	private Instant start = Instant.EPOCH;

	/**
	 * Creates a tracer.
	 * @param session the session whose statements are traced, which no pooler changes
	 * @param sessions opens another one in the same database, for samples
	 * @param clock measures durations
	 * @param sleeper lets time pass between samples
	 */
	StatementTracer(Session session, Supplier<Session> sessions, Clock clock, Sleeper sleeper) {
		this.session = session;
		this.sessions = sessions;
		this.clock = clock;
		this.sleeper = sleeper;
	}

	/**
	 * Begins a unit. One that was not ended is forgotten.
	 * @param number the number of the unit
	 * @param mode how it runs
	 */
	void begin(int number, Unit.Mode mode) {
		stopSampling();
		this.number = number;
		this.mode = mode;
		this.statements.clear();
		this.limit = null;
		this.objects = null;
		QueryResult result = this.session.query(
				List.of(TraceSql.ALL, TraceSql.OBJECTS, TraceSql.locks(TraceSql.OWN), TraceSql.COUNTS, TraceSql.WAL));
		if (result.error() != null) {
			this.limit = unreadable(result.error());
			return;
		}
		this.objects = VisibleObjects.of(result);
		this.locks = new HeldLocks(result.rows(2));
		if (!"on".equals(result.rows(3).value(0, "counts"))) {
			this.limit = "scans, because the server does not count them (track_counts is off)";
		}
		this.wal = wal(result.rows(4));
	}

	private static String unreadable(DatabaseError error) {
		return "anything from here on: the locks cannot be read (" + error.message() + ")";
	}

	private static long wal(Rows rows) {
		String[] halves = rows.required(0, "lsn").split("/", 2);
		return (Long.parseLong(halves[0], 16) << Integer.SIZE) + Long.parseLong(halves[1], 16);
	}

	/**
	 * A statement is about to be sent.
	 * @param statement the statement
	 */
	void before(SqlStatement statement) {
		this.start = this.clock.instant();
		if (this.mode == Unit.Mode.ALONE && this.objects != null) {
			this.sampler = new LockSampler(this.session.connection().backend(), this.sessions, this.sleeper);
		}
	}

	/**
	 * A statement has succeeded.
	 * @param statement the statement
	 */
	void after(SqlStatement statement) {
		Duration duration = Duration.between(this.start, this.clock.instant());
		Set<HeldLocks.Held> sampled = stopSampling();
		VisibleObjects objects = this.objects;
		HeldLocks locks = this.locks;
		if (objects == null || locks == null) {
			add(statement, List.of(), NOTHING, 0, duration, null);
			return;
		}
		boolean alone = this.mode == Unit.Mode.ALONE;
		QueryResult result = this.session
			.query(List.of(TraceSql.locks(TraceSql.OWN), (alone) ? TraceSql.ALL : TraceSql.LOCKED, TraceSql.WAL));
		if (result.error() != null) {
			this.objects = null;
			this.limit = unreadable(result.error());
			add(statement, List.of(), NOTHING, 0, duration, null);
			return;
		}
		long wal = wal(result.rows(2));
		if (alone) {
			AloneTrace trace = AloneTrace.of(statement, sampled, objects, result.rows(1));
			add(statement, trace.locks(), trace.changes(), wal - this.wal, duration, null);
		}
		else {
			List<LockTrace> held = locks.after(result.rows(0), objects, statement.position());
			VisibleObjects.Changes changes = objects.compare(result.rows(1), locked(result.rows(0)));
			add(statement, HeldLocks.reported(held, changes.names()), changes, wal - this.wal, duration, null);
		}
		this.wal = wal;
	}

	private static Set<String> locked(Rows locks) {
		Set<String> locked = new HashSet<>();
		for (int i = 0; i < locks.size(); i++) {
			String relation = locks.value(i, "relation");
			if (relation != null) {
				locked.add(relation);
			}
		}
		return locked;
	}

	/**
	 * A statement has failed, and with it the unit.
	 * @param statement the statement
	 * @param error why
	 */
	void failed(SqlStatement statement, DatabaseError error) {
		Duration duration = Duration.between(this.start, this.clock.instant());
		stopSampling();
		add(statement, List.of(), NOTHING, 0, duration, new TraceFailure(error.sqlState(), error.message()));
	}

	private void add(SqlStatement statement, List<LockTrace> held, VisibleObjects.Changes changes, long wal,
			Duration duration, @Nullable TraceFailure failure) {
		boolean sampled = this.mode == Unit.Mode.ALONE;
		List<ObjectTrace> rewrites = changes.rewrites();
		List<ObjectTrace> builds = changes.indexBuilds();
		if (statement.text().toLowerCase(Locale.ROOT).startsWith("truncate")) {
			// Its new files are empty.
			rewrites = List.of();
			builds = List.of();
		}
		this.statements.add(new StatementTrace(statement.position(), statement.text(), held, rewrites, builds,
				(rewrites.isEmpty() && !changes.rewrites().isEmpty()) ? List.of() : changes.scans(), changes.dropped(),
				wal, duration, sampled, limit(sampled), failure));
	}

	private @Nullable String limit(boolean sampled) {
		if (this.limit != null || !sampled) {
			return this.limit;
		}
		return "locks that were held for less than " + LockSampler.INTERVAL.toMillis() + " ms";
	}

	private Set<HeldLocks.Held> stopSampling() {
		LockSampler sampler = this.sampler;
		this.sampler = null;
		return (sampler != null) ? sampler.end() : Set.of();
	}

	/**
	 * Ends a unit.
	 * @return what its statements did
	 */
	UnitTrace end() {
		stopSampling();
		return new UnitTrace(this.number, this.mode, this.statements);
	}

}
