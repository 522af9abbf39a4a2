package dev.appmigrations.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes to the context what migrators do. Whoever listens there may need a bean that
 * waits for the migrations; so what a start does is kept until all singletons are there.
 */
final class ApplicationEvents implements MigrationListener, SmartInitializingSingleton {

	private final ApplicationEventPublisher context;

	/** {@code null} once the start is over. */
	private @Nullable List<MigrationEvent> kept = new ArrayList<>();

	ApplicationEvents(ApplicationEventPublisher context) {
		this.context = context;
	}

	@Override
	public void onEvent(MigrationEvent event) {
		if (!isKept(event)) {
			this.context.publishEvent(event);
		}
	}

	private synchronized boolean isKept(MigrationEvent event) {
		if (this.kept == null) {
			return false;
		}
		if (event instanceof MigrationEvent.Applied || event instanceof MigrationEvent.RolledBack
				|| event instanceof MigrationEvent.BackfillChanged || event instanceof MigrationEvent.Completed) {
			this.kept.add(event);
		}
		return true;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<MigrationEvent> events = end();
		if (!events.isEmpty()) {
			this.context.publishEvent(new MigrationsCompletedEvent(events));
		}
	}

	private synchronized List<MigrationEvent> end() {
		List<MigrationEvent> events = (this.kept != null) ? this.kept : List.of();
		this.kept = null;
		return events;
	}

}
