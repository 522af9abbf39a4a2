package dev.appmigrations.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.autoconfigure.instance.InstanceName;
import dev.appmigrations.autoconfigure.instance.OwnConnections;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.instance.BackfillRunner;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Works on backfills in the background: from when the application has started, whoever
 * migrates, until it stops, before its pools close. A context that is paused makes a
 * pause here, too.
 */
final class BackfillRunners implements SmartLifecycle {

	private final List<Migrator> migrators = new ArrayList<>();

	private final List<BackfillRunner> runners = new ArrayList<>();

	private final @Nullable InstanceName name;

	private boolean running;

	/**
	 * Creates a bean that has nothing to do yet.
	 * @param name the name of this instance's sessions, {@code null} if they have none of
	 * their own
	 */
	BackfillRunners(@Nullable InstanceName name) {
		this.name = name;
	}

	/**
	 * Adds a migrator with backfills that are not done. The migrations may run when the
	 * application has started already.
	 */
	synchronized void add(Migrator migrator) {
		this.migrators.add(migrator);
		if (this.running) {
			run(migrator);
		}
	}

	@Override
	public synchronized void start() {
		this.running = true;
		this.migrators.forEach(this::run);
	}

	private void run(Migrator migrator) {
		BackfillRunner runner = migrator.backfillRunner(OwnConnections.derive(migrator.dataSource(), this.name));
		this.runners.add(runner);
		runner.start();
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		this.runners.forEach(BackfillRunner::close);
		this.runners.clear();
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

}
