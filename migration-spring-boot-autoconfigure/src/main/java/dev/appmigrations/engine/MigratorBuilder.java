package dev.appmigrations.engine;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.event.MigrationVeto;
import dev.appmigrations.engine.history.HistoryReader;
import dev.appmigrations.engine.jdbc.TenantDataSources;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.SessionOpener;
import dev.appmigrations.engine.script.CatalogReader;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.engine.source.ResourceScriptSource;
import dev.appmigrations.engine.tenant.TenantContexts;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.engine.wording.JavaWording;
import dev.appmigrations.engine.wording.Wording;
import org.jspecify.annotations.Nullable;

/**
 * Wires a {@link Migrator}.
 */
public final class MigratorBuilder {

	private final DataSource dataSource;

	private final ScriptSource scripts;

	private final List<MigrationListener> listeners = new ArrayList<>();

	private final List<MigrationVeto> vetoes = new ArrayList<>();

	private final List<Migration> migrations = new ArrayList<>();

	private MigratorOptions options = MigratorOptions.defaults();

	private Clock clock = Clock.systemUTC();

	private Sleeper sleeper = Sleeper.THREAD;

	private Wording wording = new JavaWording();

	MigratorBuilder(DataSource dataSource) {
		this(dataSource, new ResourceScriptSource(null));
	}

	MigratorBuilder(DataSource dataSource, ScriptSource scripts) {
		this.dataSource = dataSource;
		this.scripts = scripts;
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
	 * Changes the options.
	 * @param change takes the options as they are, and returns others
	 * @return this
	 */
	public MigratorBuilder options(UnaryOperator<MigratorOptions> change) {
		return options(change.apply(this.options));
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
	 * Adds a veto; those that were added first are asked first.
	 * @param veto may stop a run
	 * @return this
	 */
	public MigratorBuilder veto(MigrationVeto veto) {
		this.vetoes.add(veto);
		return this;
	}

	/**
	 * Adds a migration that is written in Java, in one order with the scripts.
	 * @param migration the migration
	 * @return this
	 */
	public MigratorBuilder migration(Migration migration) {
		this.migrations.add(migration);
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
	 * Sets what the log calls the settings and operations that it refers to. Exceptions
	 * and problems are worded by whoever shows them.
	 * @param wording the words of a shell; without them, those of Java
	 * @return this
	 */
	public MigratorBuilder wording(Wording wording) {
		this.wording = wording;
		return this;
	}

	/**
	 * Creates the migrator.
	 * @return the migrator
	 */
	public Migrator build() {
		return new Migrator(this.dataSource, context(new Placeholders(this.options.scripts().placeholders())));
	}

	/**
	 * Returns the way to the database to migrate.
	 * @return the data source
	 */
	public DataSource dataSource() {
		return this.dataSource;
	}

	/** Returns the contexts of tenants. */
	TenantContexts tenants(@Nullable TenantDataSources databases) {
		Map<String, String> placeholders = this.options.scripts().placeholders();
		return new TenantContexts(context(TenantContexts.whenRead(placeholders)), placeholders, databases, null);
	}

	private RunContext context(Placeholders placeholders) {
		List<MigrationListener> all = new ArrayList<>(this.listeners);
		all.add(0, new LoggingListener(VisibleLog.of(Migrator.class), this.wording));
		return new RunContext(
				new SessionOpener(this.dataSource, this.options.waiting().database(), this.clock, this.sleeper),
				new CatalogReader(this.scripts, this.options.scripts().locations(), placeholders,
						this.options.scripts().layout(), this.migrations),
				new HistoryReader(this.options.history().schema(), this.options.history().table()), this.options,
				placeholders, all, this.vetoes, this.clock, this.sleeper, this.wording);
	}

}
