package dev.appmigrations.engine.history;

import java.util.List;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.Migration;
import org.jspecify.annotations.Nullable;

/**
 * What the database remembers of migrations. Reading takes no lock and writes nothing;
 * what writes is called under the lock only.
 */
public interface SchemaHistory {

	/**
	 * Reads the facts and the history, and asks nothing beside.
	 * @param session the connection
	 * @param expected whether the history is likely to be there
	 * @param strength how far the tables are to be believed
	 * @return what was found
	 * @throws dev.appmigrations.engine.migration.MigrationException if the role may not
	 * read, or the table is not a history, or is not believed
	 */
	default HistorySnapshot read(Session session, boolean expected, Strength strength) {
		return read(session, expected, null, strength);
	}

	/**
	 * Reads the facts and the history, in one round trip where the history exists and
	 * nothing about it is unusual. Before anything of a table is read, it is locked
	 * against being replaced, and judged.
	 * @param session the connection
	 * @param expected whether the history is likely to be there: if not, one more round
	 * trip spares the server an error in its log
	 * @param companion what to ask beside, {@code null} for nothing
	 * @param strength how far the tables are to be believed
	 * @return what was found
	 * @throws dev.appmigrations.engine.migration.MigrationException if the role may not
	 * read, or the table is not a history, or is not believed
	 */
	HistorySnapshot read(Session session, boolean expected, @Nullable PiggybackQuery companion, Strength strength);

	/**
	 * Reads the facts and the history, behind a transaction that travels in front of
	 * them. Where all is well, that is one round trip.
	 * @param session the connection
	 * @param prelude the transaction; it is told of its end
	 * @param strength how far the tables are to be believed
	 * @return what was found, {@code null} if nothing was committed and nothing read
	 * @throws dev.appmigrations.engine.migration.MigrationException if the role may not
	 * read, or the table is not a history, or is not believed
	 */
	@Nullable HistorySnapshot read(Session session, LeadingTransaction prelude, Strength strength);

	/**
	 * Judges the tables for writing, when they have just been created or altered.
	 * @param session the connection
	 * @return which tables there are
	 * @throws dev.appmigrations.engine.migration.MigrationException if they are not
	 * believed
	 */
	TableTrust judge(Session session);

	/**
	 * Reads the facts and nothing else.
	 * @param session the connection
	 * @return the facts
	 */
	DatabaseFacts facts(Session session);

	/**
	 * Returns the statements that create what is missing: the schema, the history and the
	 * log, or the columns that an older history lacks.
	 * @param found what the last look told
	 * @return statements for one transaction; empty where nothing is missing
	 */
	List<String> preparation(HistorySnapshot found);

	/**
	 * Returns the statement that makes sure, after the lock is taken, that nobody has
	 * applied a migration since the plan was made: it fails with
	 * {@code division_by_zero}.
	 * @param tables where
	 * @param migration what
	 * @return a statement
	 */
	String guard(HistoryTables tables, Migration migration);

	/**
	 * Returns the statement that makes sure, after the lock is taken, that a migration is
	 * still applied: it fails with {@code division_by_zero}.
	 * @param tables where
	 * @param row its row
	 * @return a statement
	 */
	String guardApplied(HistoryTables tables, AppliedMigration row);

	/**
	 * Returns the statements that record an applied migration: they belong into its
	 * transaction, after the script.
	 * @param tables where
	 * @param record what
	 * @return the statements
	 */
	List<String> recordApplied(HistoryTables tables, AppliedRecord record);

	/**
	 * Returns the statements that record that a migration was undone: its row leaves the
	 * history, and the log tells of it.
	 * @param tables where
	 * @param row its row
	 * @param recorder who
	 * @param earlierMs milliseconds that were spent before the transaction of the record
	 * @return the statements
	 */
	List<String> recordRolledBack(HistoryTables tables, AppliedMigration row, Recorder recorder, long earlierMs);

	/**
	 * Returns the statements that mark a migration as applied that did not run.
	 * @param tables where
	 * @param migration what
	 * @param recorder who
	 * @return the statements
	 */
	List<String> recordBaseline(HistoryTables tables, Migration migration, Recorder recorder);

	/**
	 * Returns the statements that carry out what a person has decided.
	 * @param tables where
	 * @param repair what
	 * @param recorder who
	 * @return the statements
	 */
	List<String> repair(HistoryTables tables, HistoryRepair repair, Recorder recorder);

	/**
	 * Returns the statements that put a row right which is true but not as it should be
	 * written.
	 * @param tables where
	 * @param correction what
	 * @param recorder who
	 * @return the statements
	 */
	List<String> correct(HistoryTables tables, HistoryCorrection correction, Recorder recorder);

	/**
	 * Writes a failed attempt into the log; identical ones in a row are one row with a
	 * count.
	 * @param session the connection, outside a transaction
	 * @param tables where
	 * @param pin the statements that make sure that they are the tables that were judged
	 * @param failure what
	 * @throws BatchFailedException if the log cannot be written
	 */
	void recordFailure(Session session, HistoryTables tables, List<String> pin, FailedRecord failure)
			throws BatchFailedException;

	/**
	 * Reads what the log holds of one migration.
	 * @param session the connection
	 * @param tables where
	 * @param migration the name of the migration
	 * @return the entries, the latest first; empty where there is no log
	 */
	List<LogEntry> readLog(Session session, HistoryTables tables, String migration);

}
