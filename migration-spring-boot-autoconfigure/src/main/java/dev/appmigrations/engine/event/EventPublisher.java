package dev.appmigrations.engine.event;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the events of one run, and keeps a listener's failure away from it. An
 * {@link Error} is not caught.
 */
public final class EventPublisher {

	private static final VisibleLog logger = VisibleLog.of(EventPublisher.class);

	private final List<MigrationListener> listeners;

	private final List<MigrationVeto> vetoes;

	private volatile @Nullable ProgressDispatcher dispatcher;

	private volatile boolean planned;

	private final Set<MigrationListener> failed = Collections
		.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

	/**
	 * Creates the publisher of one run.
	 * @param listeners receive the events, in this order
	 * @param vetoes are asked, in this order
	 */
	public EventPublisher(List<MigrationListener> listeners, List<MigrationVeto> vetoes) {
		this.listeners = List.copyOf(listeners);
		this.vetoes = List.copyOf(vetoes);
	}

	/**
	 * Publishes an event, in this thread, in which no transaction is open.
	 * @param event what happened
	 */
	public void publish(MigrationEvent event) {
		this.planned |= event instanceof MigrationEvent.Planned;
		awaitDelivery();
		deliver(event);
	}

	/**
	 * Publishes the end of a run, if it was planned.
	 * @param <T> the type of its result
	 * @param run the run
	 * @return its result
	 */
	public <T> T toTheEnd(Supplier<T> run) {
		Throwable failure = null;
		try {
			return run.get();
		}
		catch (RuntimeException | Error ex) {
			failure = ex;
			throw ex;
		}
		finally {
			if (this.planned) {
				this.planned = false;
				publish(new MigrationEvent.Ended(failure));
			}
		}
	}

	/**
	 * Publishes an event while a transaction is open, or from a thread of its own: it is
	 * delivered in another one.
	 * @param event what happened
	 */
	public void publishAside(MigrationEvent event) {
		dispatcher().dispatch(() -> deliver(event));
	}

	/**
	 * Publishes what the server says, while a transaction is open: it is delivered in
	 * another thread, in order with all other events.
	 * @param notice makes the event, in that thread
	 * @return whether it will be delivered: it is not where so many are waiting already
	 * that they would take too much memory
	 */
	public boolean publishNotice(Supplier<MigrationEvent.Noticed> notice) {
		return dispatcher().dispatchNotice(() -> deliver(notice.get()));
	}

	/**
	 * Waits until everything is delivered that was published while a transaction was
	 * open.
	 */
	public void awaitDelivery() {
		ProgressDispatcher dispatcher = this.dispatcher;
		if (dispatcher != null) {
			dispatcher.await();
		}
	}

	/** Few runs need the thread. */
	private synchronized ProgressDispatcher dispatcher() {
		ProgressDispatcher dispatcher = this.dispatcher;
		if (dispatcher == null) {
			dispatcher = new ProgressDispatcher();
			this.dispatcher = dispatcher;
		}
		return dispatcher;
	}

	private void deliver(MigrationEvent event) {
		for (MigrationListener listener : this.listeners) {
			try {
				listener.onEvent(event);
			}
			catch (RuntimeException ex) {
				if (this.failed.add(listener)) {
					logger.warn("A listener failed, which does not end the run: {}", listener.getClass().getName(), ex);
				}
			}
		}
	}

	/**
	 * Returns how often the progress of a long migration is published.
	 * @return the shortest interval that a listener wants
	 */
	public Duration progressInterval() {
		Duration shortest = Duration.ofSeconds(10);
		for (int i = 0; i < this.listeners.size(); i++) {
			Duration interval = this.listeners.get(i).progressInterval();
			shortest = (i == 0 || interval.compareTo(shortest) < 0) ? interval : shortest;
		}
		return shortest;
	}

	/**
	 * Asks whether a run may begin.
	 * @param report how scripts and database stand
	 * @throws MigrationException with {@link ErrorCode#VETOED} if it may not
	 */
	public void askBeforeRun(MigrationReport report) {
		for (MigrationVeto veto : this.vetoes) {
			String reason = veto.beforeRun(report);
			if (reason != null) {
				throw vetoed("The run was vetoed by " + name(veto) + ": " + reason, "Nothing was run.");
			}
		}
	}

	/**
	 * Asks whether a migration, or its rollback, may run.
	 * @param migration the migration
	 * @param number its number in this run, from 1
	 * @param total how many there are in this run
	 * @throws MigrationException with {@link ErrorCode#VETOED} if it may not
	 */
	public void askBefore(Migration migration, int number, int total) {
		for (MigrationVeto veto : this.vetoes) {
			String reason = veto.beforeMigration(migration, number, total);
			if (reason != null) {
				throw vetoed(migration.name() + " was vetoed by " + name(veto) + ": " + reason,
						"Neither it nor any after it was run. Those before it stay as they are.");
			}
		}
	}

	private static String name(MigrationVeto veto) {
		return veto.getClass().getName();
	}

	private static MigrationException vetoed(String description, String action) {
		return new MigrationException(ErrorCode.VETOED, description, action, null);
	}

}
