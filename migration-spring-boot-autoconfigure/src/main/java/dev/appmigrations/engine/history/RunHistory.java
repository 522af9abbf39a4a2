package dev.appmigrations.engine.history;

import java.util.List;
import java.util.Optional;

import dev.appmigrations.engine.migration.Migration;
import org.jspecify.annotations.Nullable;

/**
 * The history as one run knows it under the lock, and what the run writes into it.
 *
 * @param tables where it is
 * @param trust what is known of the tables themselves
 * @param begun what has begun before this run and is not finished
 * @param recorder who runs this
 * @param keepsRollbacks whether it keeps the scripts that undo migrations
 */
public record RunHistory(HistoryTables tables, TableTrust trust, List<Progress> begun, Recorder recorder,
		boolean keepsRollbacks) {

	/**
	 * Returns what makes the statements that write into the history.
	 * @return the records
	 */
	public HistoryRecords records() {
		return new HistoryRecords(this.tables, this.recorder);
	}

	/**
	 * Returns what makes the statements that keep how far a migration has come.
	 * @return the table
	 */
	public ProgressTable progress() {
		return new ProgressTable(this.tables, this.trust);
	}

	/**
	 * Returns what has begun of a migration and is not finished.
	 * @param migration the migration
	 * @param direction which part of it
	 * @return how far it has come; empty for a fresh start
	 */
	public Optional<Progress> begun(Migration migration, Progress.Direction direction) {
		return Optional.ofNullable(Progress.find(this.begun, migration.name(), direction));
	}

	/**
	 * Returns the script that undoes a migration, if it is to be kept.
	 * @param migration the migration
	 * @return its text, {@code null} for none
	 * @throws dev.appmigrations.engine.migration.MigrationException if it cannot be read
	 */
	public @Nullable String keptRollback(Migration migration) {
		return (this.keepsRollbacks) ? KeptRollback.of(migration) : null;
	}

	/**
	 * Makes sure, at the beginning of a transaction, that the tables are the same.
	 * @return statements, possibly none
	 */
	public List<String> pin() {
		return TablePin.statements(this.tables, this.trust);
	}

	/**
	 * Makes sure of the log, in front of a record.
	 * @return statements, possibly none
	 */
	public List<String> pinLog() {
		return TablePin.log(this.tables, this.trust);
	}

}
