package dev.appmigrations.engine.instance;

import java.util.concurrent.atomic.AtomicReference;

import dev.appmigrations.engine.history.ContractRecords;
import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * Which contract migrations an instance has last seen applied. When others are, whoever
 * has applied or undone them, its sessions may hold prepared statements that the server
 * refuses from then on.
 */
final class AppliedContracts {

	private static final VisibleLog logger = VisibleLog.of(AppliedContracts.class);

	private final InstanceListener listener;

	private final AtomicReference<@Nullable String> latest = new AtomicReference<>();

	AppliedContracts(InstanceListener listener) {
		this.listener = listener;
	}

	/** Notes what the instance found when it started. */
	void begin(HistorySnapshot found) {
		this.latest.compareAndSet(null, ContractRecords.of(found.applied()));
	}

	/** Notes what a heartbeat has found, {@code null} if that is not known. */
	void found(@Nullable String applied) {
		if (applied == null) {
			return;
		}
		String before = this.latest.getAndSet(applied);
		if (before == null || before.equals(applied)) {
			return;
		}
		try {
			this.listener.contracted();
		}
		catch (RuntimeException ex) {
			// Sessions that nobody replaces end with their pool's maximal lifetime.
			logger.warn("Nobody could be told that contract migrations were applied", ex);
		}
	}

}
