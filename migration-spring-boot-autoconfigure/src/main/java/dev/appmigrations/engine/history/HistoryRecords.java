package dev.appmigrations.engine.history;

import java.util.List;
import java.util.Locale;

import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Makes the statements that write into the history and its log, and the guards in front
 * of them. They run under the lock, each group in one transaction.
 */
public final class HistoryRecords {

	/** The role that is recorded. */
	static final String ROLE = "session_user::pg_catalog.text";

	// The server's clock since the transaction began: the client does not know yet how
	// long the statements take that travel in the same message.
	private static final String ELAPSED = "(EXTRACT(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-)"
			+ " pg_catalog.now()) OPERATOR(pg_catalog.*) 1000::numeric)::bigint";

	private final HistoryTables tables;

	private final String historyTable;

	private final String logTable;

	private final Recorder recorder;

	/**
	 * Creates records.
	 * @param tables where they go
	 * @param recorder who writes them
	 */
	public HistoryRecords(HistoryTables tables, Recorder recorder) {
		this.tables = tables;
		this.historyTable = tables.historyTable();
		this.logTable = tables.logTable();
		this.recorder = recorder;
	}

	/**
	 * Returns the statement that makes sure, after the lock is taken, that nobody has
	 * applied a migration since the plan was made: it fails with
	 * {@code division_by_zero}.
	 * @param migration what
	 * @return a statement
	 */
	public String guard(Migration migration) {
		String same = " WHERE h.migration_name OPERATOR(pg_catalog.=) " + Sql.literal(migration.name())
				+ ((migration.version() == null)
						? " AND h.checksum OPERATOR(pg_catalog.=) " + Sql.literal(migration.checksum().value()) : "");
		// Fails if there is a row; to ask whether one exists takes the server longer.
		return "SELECT 1 OPERATOR(pg_catalog./) (h.id OPERATOR(pg_catalog.-) h.id) FROM " + this.historyTable + " h"
				+ same;
	}

	/**
	 * Returns the statement that makes sure, after the lock is taken, that a migration is
	 * still applied: it fails with {@code division_by_zero}.
	 * @param row its row
	 * @return a statement
	 */
	public String guardApplied(AppliedMigration row) {
		return "SELECT 1 OPERATOR(pg_catalog./) (EXISTS (SELECT FROM " + this.historyTable + where(row) + "))::integer";
	}

	private static String where(AppliedMigration row) {
		boolean known = row.id() != AppliedMigration.ASSUMED;
		String id = "id OPERATOR(pg_catalog.=) " + row.id();
		if (known && row.name().indexOf('\\') >= 0) {
			// The name may be the visible form of another, which stands in the row.
			return " WHERE " + id;
		}
		return " WHERE " + ((known) ? id + " AND " : "") + "migration_name OPERATOR(pg_catalog.=) "
				+ Sql.literal(row.name());
	}

	/**
	 * Returns the statements that record that a migration was undone: its row leaves the
	 * history, and the log tells of it.
	 * @param row its row
	 * @param earlierMs milliseconds that were spent before the transaction of the record
	 * @return the statements
	 */
	public List<String> rolledBack(AppliedMigration row, long earlierMs) {
		return remove(row, "rolled back", elapsed(earlierMs));
	}

	private List<String> remove(AppliedMigration row, String action, String elapsed) {
		return List.of("DELETE FROM " + this.historyTable + where(row),
				log(row.name(), row.checksum(), action, elapsed),
				Verification.exactly(0, this.historyTable, named(row.name())));
	}

	private static String named(String migration) {
		return "v.migration_name OPERATOR(pg_catalog.=) " + Sql.literal(migration);
	}

	private String recorded(String migration, Checksum checksum) {
		return Verification.exactly(1, this.historyTable,
				named(migration) + " AND v.checksum OPERATOR(pg_catalog.=) " + Sql.literal(checksum.value()));
	}

	private static String elapsed(long earlierMs) {
		return ELAPSED + " OPERATOR(pg_catalog.+) " + earlierMs;
	}

	/** Name, version, description, kind, phase and checksum. */
	private static String described(Migration migration) {
		return String.join(", ", Sql.literal(migration.name()), text(migration.version()),
				Sql.literal(migration.description()), Sql.literal(migration.kind().label()),
				Sql.literal(migration.phase().label()), Sql.literal(migration.checksum().value()));
	}

	/**
	 * Returns the statements that mark a migration as applied that did not run.
	 * @param migration what
	 * @return the statements
	 */
	public List<String> baseline(Migration migration) {
		String values = String.join(", ", described(migration), ROLE, Sql.literal(this.recorder.from()),
				Sql.literal(this.recorder.release()), Sql.literal(Origin.BASELINE.label()));
		return List.of(
				"INSERT INTO " + this.historyTable
						+ " (migration_name, version, description, kind, phase, checksum, applied_by, applied_from,"
						+ " release, origin) VALUES (" + values + ")",
				log(migration.name(), migration.checksum(), "baseline", "NULL"),
				recorded(migration.name(), migration.checksum()));
	}

	/**
	 * Returns the statements that record what another tool applied.
	 * @param adopted what, in the order in which it shall be in the history
	 * @return statements, each of a limited length; empty if there is nothing to record
	 */
	public List<String> adopted(List<AdoptedMigration> adopted) {
		return AdoptionRecords.insert(this.tables, adopted, this.recorder);
	}

	/**
	 * Returns the statements that carry out what a person has decided.
	 * @param repair what
	 * @return the statements
	 */
	public List<String> repair(HistoryRepair repair) {
		if (repair instanceof HistoryRepair.Realign realign) {
			Migration migration = realign.migration();
			return List.of(
					"UPDATE " + this.historyTable + " SET checksum = " + Sql.literal(migration.checksum().value())
							+ where(realign.row()),
					log(migration.name(), migration.checksum(), "realigned", "NULL"),
					recorded(realign.row().name(), migration.checksum()));
		}
		if (repair instanceof HistoryRepair.Forget forget) {
			return remove(forget.row(), "forgotten", "NULL");
		}
		HistoryRepair.Settle settle = (HistoryRepair.Settle) repair;
		Progress progress = settle.progress();
		ProgressTable table = new ProgressTable(this.tables);
		String statement = switch (settle.decision()) {
			case DONE -> table.settle(progress.migration(), progress.direction(), Progress.State.DONE);
			case AGAIN -> table.settle(progress.migration(), progress.direction(), Progress.State.AGAIN);
			case START_OVER -> table.clear(progress.migration(), progress.direction());
		};
		String verified = switch (settle.decision()) {
			case DONE -> table.settled(progress.migration(), progress.direction(), Progress.State.DONE);
			case AGAIN -> table.settled(progress.migration(), progress.direction(), Progress.State.AGAIN);
			case START_OVER -> table.cleared(progress.migration(), progress.direction());
		};
		return List.of(statement,
				log(progress.migration(), null,
						"settled: " + settle.decision().name().toLowerCase(Locale.ROOT).replace('_', ' '), "NULL"),
				verified);
	}

	/**
	 * Returns the statements that record an applied migration: they belong into its
	 * transaction, after the script.
	 * @param record what
	 * @return the statements
	 */
	public List<String> applied(AppliedRecord record) {
		Migration migration = record.migration();
		String elapsed = elapsed(record.earlierMs());
		String values = String.join(", ", described(migration), elapsed, ROLE, Sql.literal(this.recorder.from()),
				Sql.literal(this.recorder.release()), Sql.literal(record.origin().label()),
				String.valueOf(record.outOfOrder()), Sql.literal(record.downScript()));
		String history = "INSERT INTO " + this.historyTable
				+ " (migration_name, version, description, kind, phase, checksum, execution_ms, applied_by,"
				+ " applied_from, release, origin, out_of_order, down_script) VALUES (" + values + ")"
				+ ((migration.version() == null) ? " ON CONFLICT (migration_name) DO UPDATE SET"
						+ " applied_at = pg_catalog.now(), description = excluded.description, phase = excluded.phase,"
						+ " checksum = excluded.checksum, execution_ms = excluded.execution_ms,"
						+ " applied_by = excluded.applied_by, applied_from = excluded.applied_from,"
						+ " release = excluded.release, origin = excluded.origin, down_script = excluded.down_script"
						: "");
		String log = log(migration.name(), migration.checksum(), "applied", elapsed);
		return List.of(history, log, recorded(migration.name(), migration.checksum()));
	}

	private String log(String migration, @Nullable Checksum checksum, String action, String elapsed) {
		return "INSERT INTO " + this.logTable
				+ " (migration_name, action, execution_ms, checksum, logged_by, logged_from, release) VALUES ("
				+ String.join(", ", Sql.literal(migration), Sql.literal(action), elapsed, text(checksum), ROLE,
						Sql.literal(this.recorder.from()), Sql.literal(this.recorder.release()))
				+ ")";
	}

	private static String text(@Nullable Object value) {
		return Sql.literal((value != null) ? value.toString() : null);
	}

	/**
	 * Returns the statements that put a row right which is true but not as it should be
	 * written.
	 * @param correction what
	 * @return the statements
	 */
	public List<String> correct(HistoryCorrection correction) {
		Migration migration = correction.migration();
		String checksum = Sql.literal(correction.checksum().value());
		String where = " WHERE id OPERATOR(pg_catalog.=) " + correction.row().id();
		if (correction instanceof HistoryCorrection.Withdrawal) {
			return remove(correction.row(), "withdrawn", "NULL");
		}
		if (correction instanceof HistoryCorrection.Rescheme) {
			return List.of("UPDATE " + this.historyTable + " SET checksum = " + checksum + where
					+ " AND checksum OPERATOR(pg_catalog.=) " + text(correction.row().checksum()));
		}
		String set = "UPDATE " + this.historyTable + " SET migration_name = " + Sql.literal(migration.name())
				+ ", version = " + text(migration.version()) + ", description = " + Sql.literal(migration.description())
				+ ", kind = " + Sql.literal(migration.kind().label()) + ", phase = "
				+ Sql.literal(migration.phase().label()) + ", checksum = " + checksum;
		if (correction instanceof HistoryCorrection.Rename) {
			return List.of(set + where, log(migration.name(), correction.checksum(), "renamed", "NULL"),
					recorded(migration.name(), correction.checksum()));
		}
		return List.of(set + ", origin = coalesce(origin, 'manual')" + where,
				recorded(migration.name(), correction.checksum()));
	}

}
