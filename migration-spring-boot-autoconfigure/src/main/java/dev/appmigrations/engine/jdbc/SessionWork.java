package dev.appmigrations.engine.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * A session while migrations work in it: remembers the settings that it had, sets those
 * that migrations need, knows the statements by which these hold around each script, and
 * brings back what was there before. Behind a pooler each transaction may have another
 * session of the server, so that nothing is set for longer than a transaction.
 */
public final class SessionWork {

	/** Removes what a script may leave in a session beside settings. */
	public static final List<String> CLEAN_STATE = List.of("CLOSE ALL", "UNLISTEN *", "DEALLOCATE ALL", "DISCARD TEMP");

	private static final VisibleLog logger = VisibleLog.of(SessionWork.class);

	// Not every platform of a server can do it: it is tried for one statement only.
	private static final String TRY_CHECK_INTERVAL = "SELECT pg_catalog.set_config('client_connection_check_interval',"
			+ " '1s', true)";

	private final Session session;

	private final AlteredDefaults altered;

	private @Nullable RememberedSettings remembered;

	private boolean schema;

	private boolean pooled;

	SessionWork(Session session, AlteredDefaults altered) {
		this.session = session;
		this.altered = altered;
	}

	/**
	 * Returns the statements that remove the same, and what functions such as
	 * {@code currval} remember: a new session has none of it.
	 * @return the statements
	 */
	public static List<String> cleanSession() {
		List<String> statements = new ArrayList<>(CLEAN_STATE);
		statements.add("DISCARD SEQUENCES");
		return statements;
	}

	/**
	 * Prepares the session for writing.
	 * @param pooled whether a pooler stands between: then nothing is set for longer than
	 * a transaction
	 * @param wanted how it is to be
	 * @throws DatabaseErrorException if the driver refuses
	 * @throws BatchFailedException if the server refuses
	 */
	public void begin(boolean pooled, WorkSettings wanted) throws BatchFailedException {
		this.session.connection().prepareForWork();
		this.schema = wanted.schema() != null;
		this.pooled = pooled;
		// Two messages, because a pooler in statement mode refuses what goes on in a
		// second one: better before anything is written.
		QueryResult checked = this.session
			.query((pooled) ? List.of("BEGIN", TRY_CHECK_INTERVAL) : List.of(TRY_CHECK_INTERVAL));
		if (this.session.isBroken()) {
			checked.orThrow();
		}
		if (checked.error() != null) {
			logger.debug("The server does not look for clients that are gone: {}", checked.error().message());
		}
		RememberedSettings remembered = new RememberedSettings(this.session, this.altered, pooled, wanted,
				checked.error() == null);
		this.remembered = remembered;
		remembered.read(pooled);
		if (!pooled) {
			this.session.send(settings().afterScript());
		}
	}

	private RememberedSettings remembered() {
		if (this.remembered == null) {
			throw new IllegalStateException("begin comes first");
		}
		return this.remembered;
	}

	private SessionSettings settings() {
		SessionSettings settings = remembered().get();
		if (settings == null) {
			throw new IllegalStateException("begin has failed");
		}
		return settings;
	}

	/**
	 * Lets the next script have what a new session would have, where the one before it
	 * has changed that by {@code ALTER DATABASE … SET} or {@code ALTER ROLE … SET}. Does
	 * nothing, and costs no round trip, where it has not.
	 * @param sessions opens another connection
	 * @throws BatchFailedException if the settings cannot be set
	 */
	public void adoptDefaults(Supplier<Session> sessions) throws BatchFailedException {
		if (remembered().adoptDefaults(sessions) && !this.pooled) {
			this.session.send(settings().afterScript());
		}
	}

	/**
	 * Returns when the server started, by which it can be told from another one.
	 * @return the server's text
	 */
	public String serverStart() {
		return settings().serverStart();
	}

	/**
	 * Tells whether each transaction may have another session of the server.
	 * @return whether a pooler stands between; {@code false} before work has begun
	 */
	public boolean isPooled() {
		return this.pooled;
	}

	/**
	 * Tells whether scripts run with a schema of their own in front of the search path.
	 * @return whether there is one
	 */
	public boolean hasSchema() {
		return this.schema;
	}

	/**
	 * Remembers, at the beginning of a transaction and before its preamble, the settings
	 * of the session that the pooler gave to it: the next user of that session finds it
	 * as we did.
	 * @throws DatabaseErrorException if the server refuses
	 */
	public void rememberPooled() {
		remembered().read(false);
	}

	/**
	 * Returns the statements with which each transaction of a migration begins, after
	 * BEGIN and the guard.
	 * @return statements, possibly none
	 */
	public List<String> transactionPreamble() {
		return (this.pooled) ? settings().localToTransaction() : List.of();
	}

	/**
	 * Returns the statements that stand behind one of a script that takes settings back:
	 * what migrations need is not taken back with them.
	 * @param name the setting, {@code null} for all
	 * @param local whether it was taken back for the transaction only
	 * @return statements, possibly none
	 */
	public List<String> afterReset(@Nullable String name, boolean local) {
		return settings().afterReset(name, local || this.pooled);
	}

	/**
	 * Returns the statements that stand between a script and the record of it, in the
	 * script's transaction.
	 * @return statements, after which the session's own role is in force
	 */
	public List<String> beforeRecord() {
		List<String> statements = new ArrayList<>(settings().resetRole());
		if (this.pooled) {
			// After the commit the server's session may be somebody else's already.
			statements.addAll(settings().restoreSettings());
			statements.addAll(settings().localToTransaction());
		}
		String question = this.altered.question();
		if (question != null) {
			statements.add(question);
		}
		return statements;
	}

	/**
	 * Returns the statements that stand after a migration's commit.
	 * @return statements after which nothing is left of what the script has set
	 */
	public List<String> afterCommit() {
		return (this.pooled) ? List.of() : settings().afterScript();
	}

	/**
	 * Returns the statements that stand after the commit of work that may have left more
	 * in the session than settings.
	 * @return statements after which nothing is left of that either; nothing of it can be
	 * removed behind a pooler
	 */
	public List<String> afterCommitWithState() {
		List<String> statements = new ArrayList<>((this.pooled) ? List.of() : CLEAN_STATE);
		statements.addAll(afterCommit());
		return statements;
	}

	/**
	 * Runs a statement outside a transaction that waits for old snapshots, which is
	 * normal and holds up nobody: {@code lock_timeout} does not apply to it.
	 * @param statement the statement
	 * @throws BatchFailedException if it fails
	 */
	public void sendPatiently(String statement) throws BatchFailedException {
		if (this.pooled) {
			// A setting made here would reach another session, and not this statement.
			this.session.send(List.of(statement));
			return;
		}
		String limit = this.session.query(List.of("SELECT pg_catalog.current_setting('lock_timeout') AS lock_timeout"))
			.rows(0)
			.required(0, "lock_timeout");
		this.session.send(List.of("SET lock_timeout = 0"));
		try {
			this.session.send(List.of(statement));
		}
		finally {
			if (!this.session.isBroken()) {
				this.session.send(List.of("SET lock_timeout = " + Sql.literal(limit)));
			}
		}
	}

	/**
	 * Ends an open transaction, if there is one, without its work, and undoes what a
	 * script has set in the session.
	 * @return whether the connection can still be used
	 */
	public boolean rollback() {
		try {
			this.session.rollbackOpenTransaction();
			List<String> reset = afterCommit();
			if (!this.session.isBroken() && !reset.isEmpty()) {
				List<String> statements = new ArrayList<>(settings().resetRole());
				statements.addAll(reset);
				this.session.send(statements);
			}
		}
		catch (SQLException | BatchFailedException ex) {
			logger.debug("The session could not be rolled back", ex);
			this.session.giveUp();
		}
		return !this.session.isBroken();
	}

	/** Brings back the settings that were there before the work. */
	void restore() throws SQLException, BatchFailedException {
		SessionSettings settings = (this.remembered != null) ? this.remembered.get() : null;
		if (settings != null) {
			this.session.rollbackOpenTransaction();
			if (!this.pooled) {
				this.session.send(settings.restore());
			}
		}
	}

}
