package dev.appmigrations.engine.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.InstanceDdl;
import dev.appmigrations.engine.history.InstanceJudge;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;

/**
 * The table of instances: a row for each, from its start until it signs off. All times
 * are the server's, so that no clock of an instance matters.
 */
public final class InstanceRegistry {

	private static final int CREATIONS = 10;

	// Which of them a loser is told depends on how far the winner is.
	private static final List<SqlState> TAKEN = List.of(SqlState.UNIQUE_VIOLATION, SqlState.DUPLICATE_TABLE,
			SqlState.DUPLICATE_OBJECT, SqlState.DUPLICATE_SCHEMA);

	// Columns of other sessions that a role may not see are NULL.
	private static final String BACKENDS = "SELECT a.pid, a.usename AS role, a.application_name,"
			+ " pg_catalog.host(a.client_addr) AS client FROM pg_catalog.pg_stat_activity a"
			+ " WHERE a.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()"
			+ " AND a.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()"
			+ " AND coalesce(a.backend_type, 'client backend') OPERATOR(pg_catalog.=) 'client backend' ORDER BY a.pid";

	private final HistoryTables tables;

	/**
	 * Creates access to the table.
	 * @param tables the names of the tables
	 */
	public InstanceRegistry(HistoryTables tables) {
		this.tables = tables;
	}

	/**
	 * Tells whether the table is there.
	 * @param session the connection
	 * @return whether it is
	 */
	public boolean exists(Session session) {
		return session.query(List.of("SELECT pg_catalog.to_regclass(" + Sql.literal(this.tables.instanceTable())
				+ ") IS NOT NULL AS present"))
			.rows(0)
			.isTrue(0, "present");
	}

	/**
	 * Creates the table where it is missing. Of several that do so at once, all but one
	 * find a name taken that was free a moment ago, and check again. Every user of the
	 * table judges it first.
	 * @param session the connection
	 * @param patience how long to wait for a lock
	 * @throws DatabaseErrorException if the role may not
	 */
	public void create(Session session, Duration patience) {
		List<String> statements = new ArrayList<>(InstanceDdl.create(this.tables));
		statements.add(0, SignOn.limit(patience));
		for (int attempt = 1;; attempt++) {
			DatabaseError error = session.queryBehindCommit(statements, List.of()).error();
			if (error == null) {
				return;
			}
			boolean raced = TAKEN.stream().anyMatch(error::is);
			if (raced && exists(session)) {
				return;
			}
			if (!raced || attempt == CREATIONS) {
				throw new DatabaseErrorException(error);
			}
		}
	}

	/**
	 * Signs an instance on.
	 * @param session the connection
	 * @param signOn the instance
	 * @throws DatabaseErrorException if it could not be written
	 */
	public void signOn(Session session, SignOn signOn) {
		write(session, (judgement) -> signOn.statements(this.tables.instanceTable(), "true", judgement));
	}

	/**
	 * Writes a heartbeat.
	 * @param session the connection
	 * @param presence the instance
	 * @param patience how long to wait for a lock
	 * @throws DatabaseErrorException if it could not be written
	 */
	public void beat(Session session, InstanceRegistration presence, Duration patience) {
		write(session,
				(judgement) -> append(patience, judgement, SignOn.row(this.tables.instanceTable(), presence, "true")));
	}

	/**
	 * Removes an instance that signs off.
	 * @param session the connection
	 * @param presence the instance
	 * @param patience how long to wait for a lock
	 * @throws DatabaseErrorException if it could not be deleted
	 */
	public void remove(Session session, InstanceRegistration presence, Duration patience) {
		write(session, (judgement) -> append(patience, judgement, "DELETE FROM " + this.tables.instanceTable()
				+ " WHERE id OPERATOR(pg_catalog.=) " + Sql.literal(presence.id().toString()) + "::pg_catalog.uuid"));
	}

	private void write(Session session, UnaryOperator<List<String>> statements) {
		use(InstanceJudge.forWriting(this.tables), session, statements).orThrow();
	}

	/** The table is judged in the transaction that uses it. */
	private static QueryResult use(InstanceJudge judge, Session session, UnaryOperator<List<String>> statements) {
		QueryResult result = session.queryBehindCommit(statements.apply(judge.brief()), List.of());
		List<String> thorough = judge.thorough(session, result);
		return (thorough.isEmpty()) ? result : session.queryBehindCommit(statements.apply(thorough), List.of());
	}

	private static List<String> append(Duration patience, List<String> judgement, String statement) {
		List<String> statements = append(judgement, statement);
		statements.add(0, SignOn.limit(patience));
		return statements;
	}

	private static List<String> append(List<String> judgement, String statement) {
		List<String> statements = new ArrayList<>(judgement);
		statements.add(statement);
		return statements;
	}

	/**
	 * Reads who is there.
	 * @param session the connection
	 * @param ownRole the role of that connection
	 * @param exists whether the table is there
	 * @return the instances, and the sessions of the database
	 * @throws DatabaseErrorException if the table is there and the role may not read it
	 */
	public Fleet read(Session session, String ownRole, boolean exists) {
		if (!exists) {
			return new Fleet(List.of(), backends(session.query(List.of(BACKENDS)).rows(0)), ownRole);
		}
		QueryResult found = use(InstanceJudge.forReading(this.tables), session, (judgement) -> {
			// The instances come last: an instance that signs off takes its sessions with
			// it.
			List<String> statements = append(judgement, BACKENDS);
			statements.add("SELECT id, application, release, host,"
					+ " application_name, pg_catalog.array_to_string(contract_migrations, pg_catalog.chr(10)) AS knows,"
					+ " (EXTRACT(epoch FROM pg_catalog.now() OPERATOR(pg_catalog.-) last_seen) OPERATOR(pg_catalog.*)"
					+ " 1000::numeric)::bigint AS age, lapses_at OPERATOR(pg_catalog.>) pg_catalog.now() AS alive FROM "
					+ this.tables.instanceTable() + " ORDER BY started_at, id");
			return statements;
		});
		return new Fleet(instances(found.rows(2)), backends(found.rows(1)), ownRole);
	}

	private static List<Instance> instances(Rows rows) {
		List<Instance> instances = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			instances.add(new Instance(rows.required(i, "id"), rows.value(i, "application"), rows.value(i, "release"),
					rows.value(i, "host"), rows.required(i, "application_name"),
					new HashSet<>(Arrays.asList(rows.required(i, "knows").split("\n"))),
					Duration.ofMillis(Long.parseLong(rows.required(i, "age"))), rows.isTrue(i, "alive")));
		}
		return instances;
	}

	private static List<Backend> backends(Rows rows) {
		List<Backend> backends = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			backends.add(new Backend(Integer.parseInt(rows.required(i, "pid")), rows.value(i, "application_name"),
					rows.value(i, "role"), rows.value(i, "client")));
		}
		return backends;
	}

}
