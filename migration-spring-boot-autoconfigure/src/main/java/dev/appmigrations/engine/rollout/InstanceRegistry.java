package dev.appmigrations.engine.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.appmigrations.engine.history.ContractRecords;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.InstanceDdl;
import dev.appmigrations.engine.history.InstanceJudge;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.options.TenantOptions;
import org.jspecify.annotations.Nullable;

/**
 * The table of instances: a row for each, which stays when it has signed off or was
 * killed, because a contract migration may wait for some time after that. An instance
 * lives until {@code lapses_at}; one that has signed off was seen last at that very time.
 * All times are the server's, so that no clock of an instance matters.
 */
public final class InstanceRegistry {

	private static final int CREATIONS = 10;

	// Which of them a loser is told depends on how far the winner is.
	private static final List<SqlState> TAKEN = List.of(SqlState.UNIQUE_VIOLATION, SqlState.DUPLICATE_TABLE,
			SqlState.DUPLICATE_OBJECT, SqlState.DUPLICATE_SCHEMA);

	/** Of the limit, the judgement and the heartbeat itself. */
	private static final int ROWS_OF_BEAT = 3;

	private static final String KEPT_FOR = "interval '30 days'";

	private final HistoryTables tables;

	private final ContractRecords contracts;

	/**
	 * Creates access to the table.
	 * @param tables the names of the tables
	 */
	public InstanceRegistry(HistoryTables tables) {
		this.tables = tables;
		this.contracts = new ContractRecords(tables);
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
	 * Writes a heartbeat, and reads behind it, in the same message, which contract
	 * migrations are applied.
	 * @param session the connection
	 * @param presence the instance
	 * @param patience how long to wait for a lock
	 * @return a text that is another one as soon as a contract migration is applied or
	 * undone; {@code null} if it is not known
	 * @throws DatabaseErrorException if the heartbeat could not be written
	 */
	public @Nullable String beat(Session session, InstanceRegistration presence, Duration patience) {
		QueryResult result = use(InstanceJudge.forWriting(this.tables), session,
				(judgement) -> append(patience, judgement, SignOn.row(this.tables.instanceTable(), presence, "true")
						+ " RETURNING id, " + contractedSince("i.started_at") + " AS contracted"),
				this.contracts.statements());
		if (result.rows().size() < ROWS_OF_BEAT) {
			result.orThrow();
		}
		return this.contracts.read(session, result, ROWS_OF_BEAT, result.rows(ROWS_OF_BEAT - 1).value(0, "contracted"));
	}

	/**
	 * When a contract migration of a tenant was last applied, whose history is elsewhere.
	 */
	private String contractedSince(String start) {
		return "(SELECT pg_catalog.max(c.last_seen) FROM " + this.tables.instanceTable()
				+ " c WHERE c.application_name OPERATOR(pg_catalog.=) "
				+ Sql.literal(InstanceRegistration.CONTRACT_OF_TENANT) + " AND c.last_seen OPERATOR(pg_catalog.>) "
				+ start + ")";
	}

	/**
	 * Writes that an instance has gone. Its row stays.
	 * @param session the connection
	 * @param presence the instance
	 * @param patience how long to wait for a lock
	 * @throws DatabaseErrorException if it could not be written
	 */
	public void signOff(Session session, InstanceRegistration presence, Duration patience) {
		write(session, (judgement) -> append(patience, judgement, "UPDATE " + this.tables.instanceTable()
				+ " SET last_seen = pg_catalog.now(), lapses_at = pg_catalog.now()"
				+ " WHERE id OPERATOR(pg_catalog.=) " + Sql.literal(presence.id().toString()) + "::pg_catalog.uuid"));
	}

	/**
	 * Forgets instances that have been gone for 30 days, unless a contract migration
	 * waits which an instance that lives was made for: when the others went tells how
	 * long it has to wait. Those of tenants, whose histories are elsewhere, keep nobody.
	 * @param session the connection
	 * @param patience how long to wait for a lock
	 * @throws DatabaseErrorException if the role may not, or there is no history
	 */
	public void forget(Session session, Duration patience) {
		String table = this.tables.instanceTable();
		write(session, (judgement) -> {
			List<String> judged = new ArrayList<>(judgement);
			judged.addAll(this.contracts.judgement());
			return append(patience, judged, "DELETE FROM " + table
					+ " WHERE lapses_at OPERATOR(pg_catalog.<) (pg_catalog.now() OPERATOR(pg_catalog.-) " + KEPT_FOR
					+ ") AND NOT EXISTS (SELECT FROM " + table
					+ " l, pg_catalog.unnest(l.contract_migrations) AS n(name)"
					+ " WHERE l.lapses_at OPERATOR(pg_catalog.>) pg_catalog.now() AND NOT pg_catalog.starts_with(n.name, "
					+ Sql.literal(TenantOptions.PREFIX) + "::pg_catalog.text) AND NOT EXISTS (SELECT FROM "
					+ this.tables.historyTable() + " h WHERE h.migration_name OPERATOR(pg_catalog.=) n.name))");
		});
	}

	private void write(Session session, UnaryOperator<List<String>> statements) {
		use(InstanceJudge.forWriting(this.tables), session, statements).orThrow();
	}

	/** The table is judged in the transaction that uses it. */
	private static QueryResult use(InstanceJudge judge, Session session, UnaryOperator<List<String>> statements) {
		return use(judge, session, statements, List.of());
	}

	private static QueryResult use(InstanceJudge judge, Session session, UnaryOperator<List<String>> statements,
			List<String> behind) {
		List<String> transaction = statements.apply(judge.brief());
		QueryResult result = session.queryBehindCommit(transaction, behind);
		if (!behind.isEmpty() && result.rows().size() >= ROWS_OF_BEAT) {
			return result;
		}
		List<String> thorough = judge.thorough(session, result);
		return (thorough.isEmpty()) ? result : session.queryBehindCommit(statements.apply(thorough), behind);
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
			return FleetQuery.read(session.query(FleetQuery.statements()), 0, false, ownRole);
		}
		QueryResult found = use(InstanceJudge.forReading(this.tables), session, (judgement) -> {
			List<String> statements = new ArrayList<>(judgement);
			statements.addAll(FleetQuery.statements(this.tables.instanceTable()));
			return statements;
		});
		return FleetQuery.read(found, 1, true, ownRole);
	}

}
