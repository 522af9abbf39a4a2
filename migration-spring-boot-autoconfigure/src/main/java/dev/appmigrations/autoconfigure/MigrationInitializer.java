package dev.appmigrations.autoconfigure;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import dev.appmigrations.autoconfigure.instance.MigrationInstances;
import dev.appmigrations.autoconfigure.state.DatabaseState;
import dev.appmigrations.autoconfigure.state.DatabaseStates;
import dev.appmigrations.autoconfigure.wording.PropertyWording;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.Tenants;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.tenant.TenantsFailedException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InitializingBean;

/**
 * Runs the migrations of an application context while it starts, before any bean that
 * needs the database. It is a bean apart from the migrators, so that they can be used
 * where nothing runs at the start.
 */
public final class MigrationInitializer implements InitializingBean {

	private final List<Migrator> migrators;

	private final Startup startup;

	private final @Nullable MigrationInstances instances;

	private final @Nullable StartBackfills backfills;

	private final @Nullable Tenants tenants;

	private final @Nullable MigrationStrategy strategy;

	private final DatabaseStates states;

	/** Those that did what a start does, and not what a strategy has decided. */
	private final Set<Migrator> usual = new LinkedHashSet<>();

	/** {@code null} if a strategy has decided something else for them. */
	private @Nullable Tenants usualTenants;

	/**
	 * Creates an initializer.
	 * @param migrators what to run, one after the other
	 * @param startup what to do with each
	 */
	public MigrationInitializer(List<Migrator> migrators, Startup startup) {
		this(migrators, startup, null, null, null, null,
				new DatabaseStates(Clock.systemUTC(), InstanceProperties.DEFAULT.heartbeatInterval()));
	}

	MigrationInitializer(List<Migrator> migrators, Startup startup, @Nullable MigrationInstances instances,
			@Nullable StartBackfills backfills, @Nullable Tenants tenants, @Nullable MigrationStrategy strategy,
			DatabaseStates states) {
		this.migrators = List.copyOf(migrators);
		this.startup = startup;
		this.instances = instances;
		this.backfills = backfills;
		this.tenants = tenants;
		this.strategy = strategy;
		this.states = states;
	}

	@Override
	public void afterPropertiesSet() {
		this.states.migratesInBackground(this.startup == Startup.BACKGROUND);
		if (this.startup != Startup.BACKGROUND) {
			start();
		}
	}

	private void start() {
		try {
			for (Migrator migrator : this.migrators) {
				MigratorInstance instance = (this.instances != null)
						? this.instances.of(migrator, this.states.of(migrator), known(migrator)) : null;
				MigrationReport report = start(migrator, instance);
				if (this.backfills != null) {
					this.backfills.after(this.startup, migrator, report);
				}
			}
			Tenants all = this.tenants;
			if (all != null) {
				if (this.strategy != null) {
					this.strategy.start(all, () -> start(all));
				}
				else {
					start(all);
				}
			}
			this.states.migratesInBackground(false);
		}
		catch (MigrationException ex) {
			throw ex.wordedFor(new PropertyWording());
		}
	}

	/**
	 * Does what has waited until the context was complete. Called by the context, when
	 * the web server answers.
	 * @param databases whether migrations of databases wait for this
	 * @param tenants whether migrations of tenants do
	 */
	void startLate(boolean databases, boolean tenants) {
		if (this.startup == Startup.BACKGROUND) {
			start();
		}
		else if (this.startup == Startup.MIGRATE) {
			migrateLate((databases) ? this.usual : Set.of(), (tenants) ? this.usualTenants : null);
		}
	}

	private void migrateLate(Set<Migrator> migrators, @Nullable Tenants late) {
		try {
			for (Migrator migrator : migrators) {
				MigrationReport report = recorded(migrator, migrator::migrate);
				if (this.backfills != null) {
					this.backfills.finish(this.startup, migrator, report);
				}
			}
			if (late != null) {
				start(late);
			}
		}
		catch (MigrationException ex) {
			throw ex.wordedFor(new PropertyWording());
		}
	}

	/** Instances sign on beside the history of what tenants share. */
	private List<String> known(Migrator migrator) {
		return (this.tenants != null && migrator.dataSource() == this.tenants.dataSource()
				&& this.tenants.sharesDatabase()) ? this.tenants.known() : List.of();
	}

	private @Nullable MigrationReport start(Migrator migrator, @Nullable MigratorInstance instance) {
		if (this.strategy == null) {
			return usual(migrator, instance);
		}
		AtomicReference<@Nullable MigrationReport> report = new AtomicReference<>();
		AtomicBoolean usual = new AtomicBoolean();
		this.strategy.start(migrator, () -> {
			usual.set(true);
			report.set(usual(migrator, instance));
		});
		if (instance != null && !usual.get()) {
			instance.join();
		}
		return report.get();
	}

	private @Nullable MigrationReport usual(Migrator migrator, @Nullable MigratorInstance instance) {
		this.usual.add(migrator);
		return recorded(migrator, () -> (instance != null) ? start(instance) : start(migrator));
	}

	private @Nullable MigrationReport recorded(Migrator migrator, Supplier<@Nullable MigrationReport> start) {
		DatabaseState state = this.states.of(migrator);
		try {
			MigrationReport report = start.get();
			if (report != null) {
				state.read(report);
			}
			state.startFailed(false);
			return report;
		}
		catch (RuntimeException ex) {
			state.startFailed(true);
			throw ex;
		}
	}

	private @Nullable MigrationReport start(Migrator migrator) {
		return switch (this.startup) {
			case MIGRATE, BACKGROUND -> migrator.migrate();
			case VALIDATE -> migrator.validate();
			case NONE -> null;
		};
	}

	/** What all tenants share comes first. */
	private void start(Tenants tenants) {
		this.usualTenants = tenants;
		try {
			switch (this.startup) {
				case MIGRATE, BACKGROUND -> this.states.read(tenants, tenants.migrate());
				case VALIDATE -> this.states.read(tenants, tenants.validate());
				case NONE -> {
				}
			}
		}
		catch (TenantsFailedException ex) {
			this.states.read(tenants, ex.report());
			throw ex;
		}
	}

	private @Nullable MigrationReport start(MigratorInstance instance) {
		return switch (this.startup) {
			case MIGRATE, BACKGROUND -> instance.migrate();
			case VALIDATE -> instance.validate();
			case NONE -> {
				instance.join();
				yield null;
			}
		};
	}

}
