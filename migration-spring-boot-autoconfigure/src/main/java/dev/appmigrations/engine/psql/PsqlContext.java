package dev.appmigrations.engine.psql;

import dev.appmigrations.engine.history.HistoryRecords;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.wording.Wording;
import org.jspecify.annotations.Nullable;

/**
 * The context that all migrations of one script for psql share.
 *
 * @param records makes the records
 * @param tables where they go
 * @param placeholders what to replace in scripts
 * @param keepsRollbacks whether the history keeps the scripts that undo migrations
 * @param locks how long to wait for locks on tables
 * @param wording words it for its readers
 * @param schema comes first in the search path of the scripts, {@code null} for none
 */
public record PsqlContext(HistoryRecords records, HistoryTables tables, Placeholders placeholders,
		boolean keepsRollbacks, LockLimits locks, Wording wording, @Nullable String schema) {

}
