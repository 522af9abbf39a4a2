package dev.appmigrations.autoconfigure.state;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.report.TenantsReport;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of the databases that it migrates, and of its own start.
 */
public final class DatabaseStates {

	private static final int HEARTBEATS = 4;

	private final Map<String, DatabaseState> states = new LinkedHashMap<>();

	private final Map<Migrator, DatabaseState> migrators = new LinkedHashMap<>();

	private final Clock clock;

	private final Duration interval;

	private volatile boolean watched;

	private volatile boolean migratesInBackground;

	private volatile @Nullable TenantsState tenants;

	/**
	 * Creates a bean that knows nothing yet.
	 * @param clock tells how old a reading is
	 * @param heartbeat the time from one heartbeat to the next: each fourth reads
	 */
	public DatabaseStates(Clock clock, Duration heartbeat) {
		this.clock = clock;
		this.interval = heartbeat.multipliedBy(HEARTBEATS);
	}

	private synchronized DatabaseState of(String name) {
		return this.states.computeIfAbsent(name,
				(key) -> new DatabaseState(key, this.clock, this.interval, () -> this.watched));
	}

	/**
	 * Follows what a migrator does.
	 * @param name its name
	 * @param migrator the migrator
	 * @return a migrator for the same work
	 */
	public Migrator follow(String name, Migrator migrator) {
		DatabaseState state = of(name);
		Migrator followed = migrator.withListener(state);
		synchronized (this) {
			this.migrators.put(followed, state);
		}
		return followed;
	}

	/**
	 * Returns what is known of the database of a migrator.
	 * @param migrator one that is followed
	 * @return the state; a new one for any other
	 */
	public synchronized DatabaseState of(Migrator migrator) {
		DatabaseState state = this.migrators.get(migrator);
		return (state != null) ? state : of("migrator");
	}

	/**
	 * Returns what is known of all databases.
	 * @return in the order in which their migrators were made
	 */
	public synchronized List<DatabaseState> all() {
		return List.copyOf(this.states.values());
	}

	/**
	 * Lets the heartbeats read how the databases stand, from now on: somebody shows it.
	 * @return this
	 */
	public DatabaseStates watch() {
		this.watched = true;
		return this;
	}

	/**
	 * Notes whether this instance answers already and has not done its migrations yet.
	 * @param now whether that is so
	 */
	public void migratesInBackground(boolean now) {
		this.migratesInBackground = now;
	}

	/**
	 * Tells whether this instance answers already and has not done its migrations yet.
	 * @return whether that is so
	 */
	public boolean isMigratingInBackground() {
		return this.migratesInBackground;
	}

	/**
	 * Notes what a start has found out of tenants.
	 * @param all the tenants
	 * @param report how they stood
	 */
	public void read(Tenants all, TenantsReport report) {
		this.tenants = new TenantsState(all, report, this.clock);
	}

	/**
	 * Returns what is known of tenants.
	 * @return the latest reading, {@code null} if there was none
	 */
	public @Nullable TenantsState tenants() {
		return this.tenants;
	}

}
