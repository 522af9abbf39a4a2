package dev.appmigrations.engine.instance;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.StatusOperation;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * Reads behind a heartbeat how scripts and database stand, if somebody wants to know that
 * without asking the database. What fails there is no failure of the heartbeat.
 */
final class HeartbeatReading {

	private static final VisibleLog logger = VisibleLog.of(HeartbeatReading.class);

	private final RunContext context;

	private final InstanceListener listener;

	/** {@code null} before the first reading: a start has no need of it. */
	private @Nullable StatusOperation status;

	HeartbeatReading(RunContext context, InstanceListener listener) {
		this.context = context;
		this.listener = listener;
	}

	void read(Session session) {
		try {
			if (this.listener.wantsReading()) {
				this.listener.read(status().run(session));
			}
		}
		catch (DatabaseErrorException ex) {
			if (ex.error().connectionLost()) {
				throw ex;
			}
			logger.debug("It could not be read how the database stands", ex);
		}
		catch (MigrationException ex) {
			logger.debug("It could not be read how the database stands", ex);
		}
	}

	private StatusOperation status() {
		StatusOperation status = this.status;
		if (status == null) {
			status = new StatusOperation(this.context.forLooking(), true);
			this.status = status;
		}
		return status;
	}

}
