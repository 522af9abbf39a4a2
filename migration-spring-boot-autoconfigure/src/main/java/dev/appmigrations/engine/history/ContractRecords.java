package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Notices, from heartbeat to heartbeat, that contract migrations were applied or undone.
 * The history is judged each time, in the transaction that reads it.
 */
public final class ContractRecords {

	private final HistoryTables tables;

	private final InstanceJudge judge;

	private List<String> judgement;

	/**
	 * Creates access to the history.
	 * @param tables the names of the tables
	 */
	public ContractRecords(HistoryTables tables) {
		this.tables = tables;
		this.judge = InstanceJudge.forReading(tables.historyTable(), tables.names().get(0), tables.named());
		this.judgement = this.judge.brief();
	}

	/**
	 * Returns the statements that lock and judge the history before it is read.
	 * @return two statements, of which the second returns a row
	 */
	public List<String> judgement() {
		return this.judgement;
	}

	/**
	 * Returns the statements that read which contract migrations are applied, for one
	 * transaction.
	 * @return statements, of which all but the first return a row
	 */
	public List<String> statements() {
		List<String> statements = new ArrayList<>(this.judgement);
		statements.add("SELECT pg_catalog.count(*) AS contracts, pg_catalog.max(h.id) AS latest FROM "
				+ this.tables.historyTable() + " h WHERE h.phase OPERATOR(pg_catalog.=) 'contract'");
		return statements;
	}

	/**
	 * Returns the same text for rows that have been read.
	 * @param applied the rows of the history
	 * @return what {@link #read} returns for these rows
	 */
	public static String of(List<AppliedMigration> applied) {
		int contracts = 0;
		Long latest = null;
		for (AppliedMigration row : applied) {
			if (Phase.CONTRACT.label().equals(row.phase())) {
				contracts++;
				latest = (latest != null) ? Math.max(latest, row.id()) : row.id();
			}
		}
		return text(String.valueOf(contracts), String.valueOf(latest), null);
	}

	/**
	 * Reads the answers.
	 * @param session the connection
	 * @param result the answers
	 * @param first the number of the first of them
	 * @param ofTenants when one of a tenant was last applied, {@code null} if that was
	 * before the instance started
	 * @return a text that is another one as soon as a contract migration is applied or
	 * undone; {@code null} if it is not known
	 */
	public @Nullable String read(Session session, QueryResult result, int first, @Nullable String ofTenants) {
		if (result.error() == null) {
			Rows rows = result.rows(first + 1);
			return text(rows.required(0, "contracts"), rows.value(0, "latest"), ofTenants);
		}
		try {
			List<String> thorough = this.judge.thorough(session, result);
			if (!thorough.isEmpty()) {
				this.judgement = thorough;
			}
		}
		catch (MigrationException ex) {
			// Not a history to believe: whoever migrates says so.
			return null;
		}
		return null;
	}

	private static String text(String contracts, @Nullable String latest, @Nullable String ofTenants) {
		return contracts + " " + latest + " " + ofTenants;
	}

}
