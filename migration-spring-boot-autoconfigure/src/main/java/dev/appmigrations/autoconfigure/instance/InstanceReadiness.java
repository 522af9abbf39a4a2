package dev.appmigrations.autoconfigure.instance;

import java.util.HashSet;
import java.util.Set;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.instance.InstanceListener;
import dev.appmigrations.engine.text.VisibleLog;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Lets an application refuse traffic while one of its databases may no longer have what
 * it needs. Afterwards, the readiness that others have published applies again. When
 * contract migrations are applied, its sessions are replaced.
 */
public final class InstanceReadiness implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

	private static final VisibleLog logger = VisibleLog.of(InstanceReadiness.class);

	private final ApplicationContext context;

	private final SessionRenewal renewal;

	private final Set<Migrator> suspended = new HashSet<>();

	private ReadinessState wanted = ReadinessState.REFUSING_TRAFFIC;

	private boolean publishing;

	public InstanceReadiness(ApplicationContext context, SessionRenewal renewal) {
		this.context = context;
		this.renewal = renewal;
	}

	InstanceListener listener(Migrator migrator) {
		return new InstanceListener() {

			@Override
			public void suspended(String reason) {
				suspend(migrator, reason);
			}

			@Override
			public void resumed() {
				resume(migrator);
			}

			@Override
			public void contracted() {
				InstanceReadiness.this.renewal.renew();
			}

		};
	}

	private synchronized void suspend(Migrator migrator, String reason) {
		logger.warn("{}: it refuses traffic until that is mended", reason);
		this.suspended.add(migrator);
		publish(ReadinessState.REFUSING_TRAFFIC);
	}

	private synchronized void resume(Migrator migrator) {
		logger.info("This instance is known again, and nothing was removed that it needs");
		this.suspended.remove(migrator);
		if (this.suspended.isEmpty()) {
			publish(this.wanted);
		}
	}

	@Override
	public synchronized void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
		if (this.publishing) {
			return;
		}
		this.wanted = event.getState();
		if (!this.suspended.isEmpty() && this.wanted == ReadinessState.ACCEPTING_TRAFFIC) {
			publish(ReadinessState.REFUSING_TRAFFIC);
		}
	}

	private void publish(ReadinessState state) {
		this.publishing = true;
		try {
			AvailabilityChangeEvent.publish(this.context, state);
		}
		finally {
			this.publishing = false;
		}
	}

}
