package dev.appmigrations.engine.watch;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * Ends a wait for an answer that can never come. A client that only waits does not notice
 * that the network has lost its connection, and statements may take as long as they take,
 * so that no limit of time can tell one from the other. While an answer is due for long:
 * <ol>
 * <li>A second connection asks whether the backend of the first still lives. If it is
 * gone and no answer follows, the first connection is closed.
 * <li>If the second leads to another server, as it may behind a load balancer, it knows
 * nothing of the first.
 * <li>If the database cannot be reached at all for as long as the server itself waits
 * before it gives a client up, and as long again, the first connection is closed too.
 * <li>Where there is no second connection to be had for another reason (a pool of one),
 * the wait goes on.
 * </ol>
 */
public final class ConnectionWatch implements AutoCloseable {

	private static final VisibleLog logger = VisibleLog.of(ConnectionWatch.class);

	private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(15);

	/** The server's last words may still be on their way. */
	private static final int LOOKS_BEFORE_CUT = 2;

	private final Session session;

	private final Supplier<Session> sessions;

	private final Predicate<MigrationException> unreachable;

	/** When the server gives up a client that does not answer it; zero for unknown. */
	private final Duration networkTimeout;

	/** How long an answer may be due before anything is asked, and between two looks. */
	private final Duration patience;

	/** {@code null} where there is nothing to be seen. */
	private final @Nullable Watch watch;

	/**
	 * When the backend began, so that another one with its number is not taken for it.
	 */
	private @Nullable String began;

	private int missed;

	/** For how long the answer was due when the database could not be reached first. */
	private @Nullable Duration unreachableAt;

	private ConnectionWatch(Session session, Supplier<Session> sessions, Predicate<MigrationException> unreachable,
			Duration networkTimeout) {
		this.session = session;
		this.sessions = sessions;
		this.unreachable = unreachable;
		this.networkTimeout = networkTimeout;
		Duration quarter = networkTimeout.dividedBy(4);
		this.patience = session.connection()
			.patience((quarter.isZero() || quarter.compareTo(LONGEST_PATIENCE) > 0) ? LONGEST_PATIENCE : quarter);
		// Behind a pooler nobody knows which backend works, and a driver that is hidden
		// does not tell.
		this.watch = (session.work().isPooled() || session.connection().backend() == 0) ? null
				: new Watch("migration-connection", this::look);
	}

	/**
	 * Starts to watch.
	 * @param session the connection of the run, prepared for work
	 * @param sessions opens second connections
	 * @param unreachable tells whether it is the network that gives none
	 * @param networkTimeout how long the server waits for a client that does not answer
	 * it, zero if that is not known
	 * @return the watch
	 */
	public static ConnectionWatch start(Session session, Supplier<Session> sessions,
			Predicate<MigrationException> unreachable, Duration networkTimeout) {
		return new ConnectionWatch(session, sessions, unreachable, networkTimeout);
	}

	private void look() throws InterruptedException {
		for (;;) {
			Thread.sleep(this.patience.toMillis());
			Duration silence = this.session.line().silence();
			if (silence.compareTo(this.patience) >= 0) {
				look(silence);
			}
			else {
				this.missed = 0;
				this.unreachableAt = null;
			}
		}
	}

	private void look(Duration silence) {
		try (Session other = this.sessions.get()) {
			this.unreachableAt = null;
			other.connection().answerWithin(this.patience);
			this.missed = (isGone(other)) ? this.missed + 1 : 0;
			if (this.missed >= LOOKS_BEFORE_CUT) {
				this.session.line()
					.cut(silence,
							"Backend " + this.session.connection().backend()
									+ ", which ran it, is gone, and its last answer never came: the"
									+ " network has lost the connection (noticed by a second one, after "
									+ silence.toSeconds() + " s without an answer)");
			}
		}
		catch (MigrationException ex) {
			if (this.unreachable.test(ex)) {
				unreachable(silence, ex);
			}
			logger.debug("Nobody can tell whether the backend still lives", ex);
		}
		catch (DatabaseErrorException ex) {
			logger.debug("Nobody can tell whether the backend still lives", ex);
		}
	}

	private boolean isGone(Session other) {
		Rows found = other
			.query(List.of("SELECT pg_catalog.pg_postmaster_start_time() AS server_start, (SELECT"
					+ " coalesce(a.backend_start::pg_catalog.text, 'hidden') FROM pg_catalog.pg_stat_activity a"
					+ " WHERE a.pid OPERATOR(pg_catalog.=) " + this.session.connection().backend() + ") AS began"))
			.rows(0);
		if (!found.required(0, "server_start").equals(this.session.work().serverStart())) {
			return false;
		}
		String now = found.value(0, "began");
		if (this.began == null) {
			this.began = now;
		}
		return now == null || !now.equals(this.began);
	}

	private void unreachable(Duration silence, MigrationException ex) {
		Duration since = this.unreachableAt;
		if (since == null) {
			this.unreachableAt = silence;
		}
		else if (!this.networkTimeout.isZero() && silence.minus(since).compareTo(this.networkTimeout) >= 0
				&& silence.compareTo(this.networkTimeout.multipliedBy(2)) >= 0) {
			this.session.line()
				.cut(silence, "No answer for " + silence.toSeconds() + " s, and for " + silence.minus(since).toSeconds()
						+ " s no other connection reached the database: " + ex.description().replace('\n', ' '));
		}
	}

	@Override
	public void close() {
		if (this.watch != null) {
			this.watch.close();
		}
	}

}
