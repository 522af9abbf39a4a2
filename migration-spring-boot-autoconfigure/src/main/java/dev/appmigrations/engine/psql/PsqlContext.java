package dev.appmigrations.engine.psql;

import dev.appmigrations.engine.history.RunHistory;
import dev.appmigrations.engine.options.LockLimits;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.wording.Wording;
import org.jspecify.annotations.Nullable;

/**
 * The context that all migrations of one script for psql share.
 *
 * @param history makes the records
 * @param placeholders what to replace in scripts
 * @param locks how long to wait for locks on tables
 * @param wording words it for its readers
 * @param schema comes first in the search path of the scripts, {@code null} for none
 */
public record PsqlContext(RunHistory history, Placeholders placeholders, LockLimits locks, Wording wording,
		@Nullable String schema) {

}
