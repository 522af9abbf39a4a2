package dev.appmigrations.engine.instance;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

import javax.sql.DataSource;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.run.SessionOpener;
import dev.appmigrations.engine.time.Sleeper;
import org.jspecify.annotations.Nullable;

/**
 * The connection for the heartbeats of all instances in one database, with the thread
 * that sends them. It is opened when it is needed, and closed behind the last instance.
 */
final class HeartbeatConnection {

	private final SessionOpener sessions;

	private final SharedThread thread = new SharedThread();

	private @Nullable Session session;

	private int instances;

	HeartbeatConnection(DataSource own, Clock clock, Sleeper sleeper) {
		this.sessions = new SessionOpener(own, Duration.ZERO, clock, sleeper);
	}

	/**
	 * Returns the thread that sends the heartbeats.
	 * @return the thread
	 */
	SharedThread thread() {
		return this.thread;
	}

	/**
	 * Does something with the connection, of which others may be in need: it is one at a
	 * time. An error of the server leaves the connection as it is, any other failure
	 * closes it.
	 * @param work what to do
	 * @throws MigrationException if there is no connection to be had
	 */
	synchronized void use(Consumer<Session> work) {
		Session session = (this.session != null) ? this.session : this.sessions.openNow();
		this.session = session;
		boolean usable = false;
		try {
			work.accept(session);
			usable = true;
		}
		catch (DatabaseErrorException ex) {
			usable = !ex.error().connectionLost();
			throw ex;
		}
		finally {
			if (!usable) {
				close();
			}
		}
	}

	private void close() {
		Session session = this.session;
		this.session = null;
		if (session != null) {
			session.close();
		}
	}

	/** Notes that one instance more is in need of the connection. */
	synchronized void enter() {
		this.instances++;
	}

	/** Notes that one instance less is. */
	synchronized void leave() {
		this.instances--;
		closeIfUnused();
	}

	/** Closes it if no instance is in need of it. */
	synchronized void closeIfUnused() {
		if (this.instances == 0) {
			close();
		}
	}

	/**
	 * Tells whether the connection is open, as far as anybody has noticed.
	 * @return whether it is
	 */
	synchronized boolean isOpen() {
		return this.session != null;
	}

	/**
	 * Returns how long one of the instances may keep the others waiting.
	 * @param patience how long one may wait that is alone
	 * @return that, divided among them
	 */
	synchronized Duration share(Duration patience) {
		return patience.dividedBy(Math.max(1, this.instances));
	}

}
