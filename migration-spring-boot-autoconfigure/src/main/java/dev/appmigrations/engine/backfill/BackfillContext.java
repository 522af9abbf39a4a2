package dev.appmigrations.engine.backfill;

import java.time.Clock;
import java.util.function.BooleanSupplier;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.TableTrust;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.options.BackfillOptions;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.time.Sleeper;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill works with.
 *
 * @param session the session, which has begun to work
 * @param tables the tables of the history
 * @param trust what was found out about them
 * @param placeholders what is replaced in scripts
 * @param options how backfills run
 * @param events receives the events
 * @param clock tells the time
 * @param sleeper waits
 * @param manner how it runs
 * @param stopped tells whether to stop before the next batch
 */
public record BackfillContext(Session session, HistoryTables tables, TableTrust trust, Placeholders placeholders,
		BackfillOptions options, EventPublisher events, Clock clock, Sleeper sleeper, Manner manner,
		BooleanSupplier stopped) {

	/**
	 * How a backfill runs.
	 *
	 * @param worker who works on it, unique among all that may do so
	 * @param schema the schema that scripts look into first, {@code null} for none but
	 * those of the search path
	 * @param inline whether it runs at its place, under the lock of the migrations: it
	 * waits for nobody and makes no pauses
	 * @param speed the share of the time in which batches run, above 0 and at most 1; 0
	 * for what the script says
	 * @param shared whether the session belongs to others too, so that it is given back
	 * after each batch
	 */
	public record Manner(String worker, @Nullable String schema, boolean inline, double speed, boolean shared) {

		/**
		 * Describes work in a session of its own.
		 * @param worker who works on it
		 * @param schema the schema that scripts look into first
		 * @param inline whether it runs at its place
		 * @param speed the share of the time in which batches run
		 */
		public Manner(String worker, @Nullable String schema, boolean inline, double speed) {
			this(worker, schema, inline, speed, false);
		}

	}

}
