package dev.appmigrations.engine.execute;

import java.util.List;
import java.util.Optional;

import dev.appmigrations.engine.history.HistoryRecords;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.history.ProgressTable;
import dev.appmigrations.engine.history.Recorder;
import dev.appmigrations.engine.history.TablePin;
import dev.appmigrations.engine.history.TableTrust;
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

	HistoryRecords records() {
		return new HistoryRecords(this.tables, this.recorder);
	}

	ProgressTable progress() {
		return new ProgressTable(this.tables, this.trust);
	}

	Optional<Progress> begun(Migration migration, Progress.Direction direction) {
		return Optional.ofNullable(Progress.find(this.begun, migration.name(), direction));
	}

	/** Returns the script that undoes a migration, if it is to be kept. */
	@Nullable String keptRollback(Migration migration) {
		return (this.keepsRollbacks) ? KeptRollback.of(migration) : null;
	}

	/** Makes sure, at the beginning of a transaction, that the tables are the same. */
	List<String> pin() {
		return TablePin.statements(this.tables, this.trust);
	}

	/** Makes sure of the log, in front of a record. */
	List<String> pinLog() {
		return TablePin.log(this.tables, this.trust);
	}

}
