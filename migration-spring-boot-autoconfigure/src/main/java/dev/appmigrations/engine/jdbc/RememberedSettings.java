package dev.appmigrations.engine.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of a session, and keeps them for as long as migrations work in it.
 */
final class RememberedSettings {

	private final Session session;

	private final AlteredDefaults altered;

	private final boolean pooled;

	private final WorkSettings wanted;

	private final boolean checksClients;

	private @Nullable QueryResult found;

	private @Nullable SessionSettings settings;

	/** Defaults that scripts have changed for later sessions. */
	private Map<String, String> defaults = Map.of();

	/**
	 * Creates an empty memory.
	 * @param session the session
	 * @param altered notices what scripts change for sessions that begin later
	 * @param pooled whether a pooler stands between
	 * @param wanted how the session is to be
	 * @param checksClients whether the server can look for clients that are gone
	 */
	RememberedSettings(Session session, AlteredDefaults altered, boolean pooled, WorkSettings wanted,
			boolean checksClients) {
		this.session = session;
		this.altered = altered;
		this.pooled = pooled;
		this.wanted = wanted;
		this.checksClients = checksClients;
	}

	/**
	 * Reads the settings that the session has now.
	 * @param rollsBack whether a transaction is open that has to be ended first
	 * @throws DatabaseErrorException if the server refuses
	 */
	void read(boolean rollsBack) {
		List<String> statements = new ArrayList<>(SessionSettings.REMEMBER);
		statements.add(AlteredDefaults.query());
		if (rollsBack) {
			statements.add(0, "ROLLBACK");
		}
		QueryResult found = this.session.query(statements);
		this.found = found;
		this.altered.remember(found.rows(2));
		interpret(found);
	}

	private void interpret(QueryResult found) {
		this.settings = new SessionSettings(found.rows(0), found.rows(1), this.wanted, this.checksClients,
				this.defaults);
	}

	/**
	 * Takes over what a new session would have, where a script has changed that.
	 * @param sessions opens another connection
	 * @return whether anything had to be taken over
	 */
	boolean adoptDefaults(Supplier<Session> sessions) {
		QueryResult found = this.found;
		if (found == null || !this.altered.take()) {
			return false;
		}
		this.altered.remember(this.session.query(List.of(AlteredDefaults.query())).rows(0));
		this.altered.take();
		// Nobody stands between: a new connection is a new session.
		boolean bare = !this.pooled && this.session.connection().isUnpooled();
		this.defaults = new DefaultSettings(this.session, this.pooled).read((bare) ? sessions : null);
		interpret(found);
		return true;
	}

	/** Returns what was read last, {@code null} before that. */
	@Nullable SessionSettings get() {
		return this.settings;
	}

}
