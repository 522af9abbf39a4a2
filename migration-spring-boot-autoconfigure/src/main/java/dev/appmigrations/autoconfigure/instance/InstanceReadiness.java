package dev.appmigrations.autoconfigure.instance;

import java.util.HashSet;
import java.util.Set;

import dev.appmigrations.autoconfigure.state.DatabaseState;
import dev.appmigrations.engine.instance.InstanceListener;
import dev.appmigrations.engine.report.MigrationReport;
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

	private final Set<DatabaseState> suspended = new HashSet<>();

	private ReadinessState wanted = ReadinessState.REFUSING_TRAFFIC;

	private boolean publishing;

	public InstanceReadiness(ApplicationContext context, SessionRenewal renewal) {
		this.context = context;
		this.renewal = renewal;
	}

	InstanceListener listener(DatabaseState database) {
		return new InstanceListener() {

			@Override
			public void suspended(String reason) {
				suspend(database, reason);
			}

			@Override
			public void resumed() {
				resume(database);
			}

			@Override
			public void contracted() {
				InstanceReadiness.this.renewal.renew();
			}

			@Override
			public boolean wantsReading() {
				return database.isReadingDue();
			}

			@Override
			public void read(MigrationReport report) {
				database.read(report);
			}

		};
	}

	private synchronized void suspend(DatabaseState database, String reason) {
		logger.warn("{}: it refuses traffic until that is mended", reason);
		database.suspended(reason);
		this.suspended.add(database);
		publish(ReadinessState.REFUSING_TRAFFIC);
	}

	private synchronized void resume(DatabaseState database) {
		logger.info("This instance is known again, and nothing was removed that it needs");
		database.suspended(null);
		this.suspended.remove(database);
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
