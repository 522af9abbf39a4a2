package dev.appmigrations.engine;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.engine.time.Sleeper;

/**
 * Wires a {@link Migrator}.
 */
public final class MigratorBuilder {

	private final DataSource dataSource;

	private final ScriptSource scripts;

	private final List<MigrationListener> listeners = new ArrayList<>();

	private MigratorOptions options = MigratorOptions.defaults();

	private Clock clock = Clock.systemUTC();

	private Sleeper sleeper = Sleeper.THREAD;

	MigratorBuilder(DataSource dataSource, ScriptSource scripts) {
		this.dataSource = dataSource;
		this.scripts = scripts;
		this.listeners.add(new LoggingListener());
	}

	/**
	 * Sets the options.
	 * @param options the options
	 * @return this
	 */
	public MigratorBuilder options(MigratorOptions options) {
		this.options = options;
		return this;
	}

	/**
	 * Adds a listener; those that were added first are called first.
	 * @param listener the listener
	 * @return this
	 */
	public MigratorBuilder listener(MigrationListener listener) {
		this.listeners.add(listener);
		return this;
	}

	/**
	 * Replaces the clock and the way to wait, for tests of time.
	 * @param clock tells the time
	 * @param sleeper lets time pass
	 * @return this
	 */
	public MigratorBuilder time(Clock clock, Sleeper sleeper) {
		this.clock = clock;
		this.sleeper = sleeper;
		return this;
	}

	/**
	 * Creates the migrator.
	 * @return a migrator, which opens a connection only when it is asked something
	 */
	public Migrator build() {
		return new Migrator(this.dataSource, this.scripts, this.options, new ListenerGroup(this.listeners), this.clock,
				this.sleeper);
	}

}
