package dev.appmigrations.engine.history;

import java.util.List;
import java.util.Optional;

import dev.appmigrations.engine.migration.Migration;
import org.jspecify.annotations.Nullable;

/**
 * The history as one run knows it under the lock, and what the run writes into it.
 */
public final class RunHistory {

	private final HistoryTables tables;

	private final TableTrust trust;

	private final List<Progress> begun;

	private final Recorder recorder;

	private final boolean keepsRollbacks;

	// Made once: each migration needs all of them.
	private final HistoryRecords records;

	private final ProgressTable progress;

	private final List<String> pin;

	private final List<String> pinLog;

	/**
	 * Creates the history of a run.
	 * @param tables where it is
	 * @param trust what is known of the tables themselves
	 * @param begun what has begun before this run and is not finished
	 * @param recorder who runs this
	 * @param keepsRollbacks whether it keeps the scripts that undo migrations
	 */
	public RunHistory(HistoryTables tables, TableTrust trust, List<Progress> begun, Recorder recorder,
			boolean keepsRollbacks) {
		this.tables = tables;
		this.trust = trust;
		this.begun = List.copyOf(begun);
		this.recorder = recorder;
		this.keepsRollbacks = keepsRollbacks;
		this.records = new HistoryRecords(tables, recorder);
		this.progress = new ProgressTable(tables, trust);
		this.pin = TablePin.statements(tables, trust);
		this.pinLog = TablePin.log(tables, trust);
	}

	/**
	 * Returns where the history is.
	 * @return its tables
	 */
	public HistoryTables tables() {
		return this.tables;
	}

	/**
	 * Returns what is known of the tables themselves.
	 * @return how far they are trusted
	 */
	public TableTrust trust() {
		return this.trust;
	}

	/**
	 * Returns who runs this.
	 * @return the recorder
	 */
	public Recorder recorder() {
		return this.recorder;
	}

	/**
	 * Returns what makes the statements that write into the history.
	 * @return the records
	 */
	public HistoryRecords records() {
		return this.records;
	}

	/**
	 * Returns what makes the statements that keep how far a migration has come.
	 * @return the table
	 */
	public ProgressTable progress() {
		return this.progress;
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
		return this.pin;
	}

	/**
	 * Makes sure of the log, in front of a record.
	 * @return statements, possibly none
	 */
	public List<String> pinLog() {
		return this.pinLog;
	}

}
