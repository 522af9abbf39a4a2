package dev.appmigrations.engine.report;

import java.util.List;

import dev.appmigrations.engine.history.LogEntry;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one migration.
 *
 * @param name its name
 * @param applied its row of the history, {@code null} if it is not applied
 * @param pending what is to be applied, {@code null} if nothing is
 * @param location where its file is, {@code null} if it is gone
 * @param script the text of its file, with its placeholders as they are; {@code null} if
 * it is gone or cannot be read
 * @param log what the log holds of it, the latest first
 */
public record MigrationDetails(String name, @Nullable AppliedReport applied, @Nullable PendingReport pending,
		@Nullable String location, @Nullable String script, List<LogEntry> log) {

	public MigrationDetails {
		log = List.copyOf(log);
	}

}
