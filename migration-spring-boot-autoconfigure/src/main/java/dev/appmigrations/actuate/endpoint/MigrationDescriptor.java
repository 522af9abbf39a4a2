package dev.appmigrations.actuate.endpoint;

import java.util.List;

import dev.appmigrations.engine.history.LogEntry;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.AppliedReport;
import dev.appmigrations.engine.report.MigrationDetails;
import dev.appmigrations.engine.report.PendingReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All that is known of one migration.
 *
 * @param context the id of the application context
 * @param migrator the name of the migrator's bean
 * @param name the name of the migration
 * @param state how it stands: that of {@code applied} or {@code pending}, or
 * {@code unavailable} if scripts or database cannot be read
 * @param location where its file is, {@code null} if it is gone
 * @param applied its row of the history, {@code null} if it is not applied
 * @param pending what is to be applied, {@code null} if nothing is
 * @param script the text of its file, {@code null} if it is gone
 * @param log what the log holds of it, the latest first
 * @param error why it is unavailable; {@code null} if it is not
 */
public record MigrationDescriptor(String context, String migrator, String name, @Nullable String state,
		@Nullable String location, @Nullable AppliedReport applied, @Nullable PendingReport pending,
		@Nullable String script, List<LogEntry> log, @Nullable ErrorDescriptor error) implements OperationResponseBody {

	static MigrationDescriptor of(String context, String migrator, MigrationDetails details, ValueDisplay values,
			boolean show) {
		return new MigrationDescriptor(context, migrator, details.name(), state(details), details.location(),
				details.applied(), details.pending(), values.script(details.script(), show),
				details.log().stream().map((entry) -> values.log(entry, show)).toList(), null);
	}

	static MigrationDescriptor unavailable(String context, String migrator, String name, MigrationException failure,
			ValueDisplay values, boolean show) {
		return new MigrationDescriptor(context, migrator, name, MigratorDescriptor.UNAVAILABLE, null, null, null, null,
				List.of(), values.error(failure, show));
	}

	/** A file that cannot be parsed is neither. */
	private static @Nullable String state(MigrationDetails details) {
		if (details.applied() != null) {
			return details.applied().state();
		}
		return (details.pending() != null) ? details.pending().state() : null;
	}

}
