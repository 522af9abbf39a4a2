package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.text.VisibleLog;

/**
 * Sets the sequences of our tables forward where rows have higher ids than they know: a
 * logical replica that was promoted has the rows and not the values of the sequences, and
 * so has a table that was copied.
 */
public final class IdSequences {

	private static final VisibleLog logger = VisibleLog.of(IdSequences.class);

	private IdSequences() {
	}

	/**
	 * Sets forward what is behind, and logs it. Where the role may not, the record of the
	 * next migration fails, and says so.
	 * @param session the connection, outside a transaction
	 * @param found what the history holds
	 */
	public static void setForward(Session session, HistorySnapshot found) {
		if (found.state() == HistorySnapshot.State.ABSENT) {
			return;
		}
		List<String> statements = new ArrayList<>();
		statements.add(statement(found.tables().historyTable()));
		if (found.state() == HistorySnapshot.State.CURRENT) {
			statements.add(statement(found.tables().logTable()));
		}
		QueryResult result = session.query(statements);
		for (Rows rows : result.rows()) {
			if (rows.size() > 0) {
				logger.info("Sequence {} was behind the ids of its table, and was set to {}",
						rows.required(0, "sequence"), rows.required(0, "value"));
			}
		}
		if (result.error() != null) {
			logger.warn("A sequence of the history could not be compared with the ids of its table: {}",
					result.error().message());
		}
	}

	private static String statement(String table) {
		return "SELECT q.sequence, pg_catalog.setval(pg_catalog.to_regclass(q.sequence), q.highest) AS value"
				+ " FROM (SELECT pg_catalog.pg_get_serial_sequence(" + Sql.literal(table) + ", 'id') AS sequence,"
				+ " (SELECT pg_catalog.max(t.id)::bigint FROM " + table + " t) AS highest) q"
				+ " WHERE q.sequence IS NOT NULL AND q.highest OPERATOR(pg_catalog.>)"
				+ " COALESCE(pg_catalog.pg_sequence_last_value(pg_catalog.to_regclass(q.sequence)), 0::bigint)";
	}

}
