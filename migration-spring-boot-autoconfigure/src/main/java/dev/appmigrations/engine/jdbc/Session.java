package dev.appmigrations.engine.jdbc;

import java.io.IOException;
import java.io.Reader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.sql.DataSource;

import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;

/**
 * Owns one connection from the moment it is borrowed until it is given back as it was:
 * <ol>
 * <li>{@link #open} remembers what the driver knows and turns autocommit on, without a
 * round trip; reading needs no more.
 * <li>{@link #beginWork} remembers the settings of the session and sets those that
 * migrations need.
 * <li>{@link #close} restores all of it; where that fails, the physical connection is
 * closed, so that no one borrows it.
 * </ol>
 * Not for use by several threads.
 */
public final class Session implements AutoCloseable {

	private static final VisibleLog logger = VisibleLog.of(Session.class);

	// Not every platform of a server can do it: it is tried for one statement only.
	private static final String TRY_CHECK_INTERVAL = "SELECT pg_catalog.set_config('client_connection_check_interval',"
			+ " '1s', true)";

	private final Connection connection;

	private final @Nullable PGConnection driver;

	private final Wire wire;

	private final AlteredDefaults altered = new AlteredDefaults();

	private final Line line;

	private final DriverState before;

	private @Nullable ServerEncoding encoding;

	/** Until the server is known to be PostgreSQL. */
	private @Nullable ServerJudge judge;

	private @Nullable QueryResult found;

	private @Nullable SessionSettings settings;

	/** What scripts have changed for sessions that begin later. */
	private Map<String, String> defaults = Map.of();

	private WorkSettings wanted = new WorkSettings(null, Duration.ZERO, Duration.ZERO);

	private long changedRows;

	private boolean checksClients;

	private boolean pooled;

	private boolean broken;

	private Session(Connection connection, Consumer<SQLWarning> notices) throws SQLException {
		this.connection = connection;
		BaseConnection base = unwrap(connection);
		this.driver = base;
		this.line = new Line((base != null) ? base : connection);
		this.wire = (base != null) ? new SimpleQueryWire(base, notices, this.altered)
				: new SingleStatementWire(connection, notices, this.altered);
		this.before = DriverState.of(connection, base);
		// An idle transaction with a snapshot would block CREATE INDEX CONCURRENTLY.
		connection.setAutoCommit(true);
		if (this.before.readOnly()) {
			// With readOnlyMode=always the server would seem to refuse what only the pool
			// does.
			connection.setReadOnly(false);
		}
	}

	/** A proxy that hides the driver's connection may say so with an exception. */
	private static @Nullable BaseConnection unwrap(Connection connection) {
		try {
			return (connection.isWrapperFor(BaseConnection.class)) ? connection.unwrap(BaseConnection.class) : null;
		}
		catch (SQLException ex) {
			logger.debug("The driver's connection is hidden: statements travel one at a time", ex);
			return null;
		}
	}

	/**
	 * Borrows a connection.
	 * @param dataSource where from
	 * @param notices receives what the server has to say beside results
	 * @return the session, to be closed
	 * @throws SQLException if there is no connection to be had
	 */
	public static Session open(DataSource dataSource, Consumer<SQLWarning> notices) throws SQLException {
		Connection connection = dataSource.getConnection();
		try {
			return new Session(connection, notices);
		}
		catch (SQLException | RuntimeException ex) {
			connection.close();
			throw ex;
		}
	}

	/**
	 * Tells whether the connection leads to PostgreSQL.
	 * @return the name of another product, or {@code null} for PostgreSQL
	 * @throws SQLException if the driver cannot say
	 */
	public @Nullable String foreignProduct() throws SQLException {
		if (this.driver != null) {
			return null;
		}
		String product = this.connection.getMetaData().getDatabaseProductName();
		return ("PostgreSQL".equals(product)) ? null : product;
	}

	/**
	 * Makes sure that the server is PostgreSQL, in the message of the first query and in
	 * front of what it does.
	 * @param refusal makes the exception that the query throws where it is another
	 * product
	 */
	public void refuseForeign(Function<ServerProduct, RuntimeException> refusal) {
		this.judge = new ServerJudge(refusal);
	}

	/**
	 * Tells whether statements reach the driver through JDBC alone.
	 * @return whether the data source hides the driver's connection
	 */
	public boolean hidesDriver() {
		return this.driver == null;
	}

	/**
	 * Returns the process id of the backend as the driver was told when it connected.
	 * @return the process id, or 0 if it is not known
	 */
	public int backend() {
		return (this.driver != null) ? this.driver.getBackendPID() : 0;
	}

	/**
	 * Returns how long a statement may wait for a lock, so that the server's answer comes
	 * before the driver takes the connection for broken.
	 * @param wanted the time that would be good
	 * @return that, or half of the driver's {@code socketTimeout} where that is less
	 */
	public Duration patience(Duration wanted) {
		Duration half = Duration.ofMillis(Math.max(1, this.before.networkTimeout() / 2));
		return (this.before.networkTimeout() > 0 && half.compareTo(wanted) < 0) ? half : wanted;
	}

	/**
	 * Returns for how long an answer of the server has been due. May be called by any
	 * thread.
	 * @return the time, zero if none is due
	 */
	public Duration silence() {
		return this.line.silence();
	}

	/**
	 * Closes the connection of a thread that waits for an answer that can never come: its
	 * call fails as if the connection had broken. May be called by any thread.
	 * @param silence for how long at least the answer has been due; if it has come in the
	 * meantime, nothing happens
	 * @param reason what the error says
	 */
	public void cut(Duration silence, String reason) {
		this.line.cut(silence, reason);
	}

	/**
	 * Limits how long to wait for each answer from now on, until the session is closed.
	 * @param longest the limit, after which the connection counts as broken
	 * @throws DatabaseErrorException if the driver refuses
	 */
	public void answerWithin(Duration longest) {
		try {
			this.connection.setNetworkTimeout(Runnable::run, (int) Math.max(1, longest.toMillis()));
		}
		catch (SQLException ex) {
			throw new DatabaseErrorException(DatabaseError.of(ex));
		}
	}

	/**
	 * Returns when the server started, by which it can be told from another one.
	 * @return the server's text; known once work has begun
	 */
	public String serverStart() {
		return settings().serverStart();
	}

	/**
	 * Returns the encoding of the database.
	 * @return its name, {@code unknown} where the driver is hidden
	 */
	public String encoding() {
		String name = (this.driver != null) ? this.driver.getParameterStatus("server_encoding") : null;
		return (name != null) ? name : "unknown";
	}

	/**
	 * Makes a text that the database can hold, whatever its encoding is.
	 * @param text any text
	 * @return the text, with a question mark for each character that the database lacks
	 */
	public String storable(String text) {
		if (this.encoding == null) {
			this.encoding = ServerEncoding.of(this.driver);
		}
		return this.encoding.storable(text);
	}

	/**
	 * Runs statements in one message and returns their rows.
	 * @param statements at least one
	 * @return the rows of each statement that returned any, up to the first that failed,
	 * and its error
	 */
	public QueryResult query(List<String> statements) {
		ServerJudge judge = this.judge;
		if (judge == null) {
			return exchange(statements);
		}
		QueryResult result = exchange(ServerJudge.inFront(statements));
		if (ServerJudge.hasPassed(result)) {
			this.judge = null;
			return ServerJudge.withoutJudgment(result);
		}
		if (!this.broken) {
			if (ServerJudge.opensTransaction(statements)) {
				exchange(List.of("ROLLBACK"));
			}
			judge.refuse(exchange(List.of(ServerProduct.ASK)),
					(this.driver != null) ? this.driver.getParameterStatus("server_version") : null);
		}
		return result;
	}

	private QueryResult exchange(List<String> statements) {
		StatementBatch batch = batchOf(statements);
		List<Rows> rows = new ArrayList<>();
		this.line.asked();
		try {
			this.wire.query(batch, rows);
			return new QueryResult(rows, null);
		}
		catch (SQLException ex) {
			DatabaseError error = this.line.explain(DatabaseError.of(ex));
			this.broken |= error.connectionLost();
			return new QueryResult(rows, error);
		}
		finally {
			this.line.answered();
		}
	}

	/**
	 * Runs statements in one message and one transaction, and returns their rows.
	 * @param statements at least one
	 * @return the rows of each statement that returned any, up to the first that failed,
	 * and its error
	 */
	public QueryResult queryTogether(List<String> statements) {
		// What travels in one message is one transaction.
		return (this.driver != null) ? query(statements) : queryBehindCommit(statements, List.of());
	}

	/**
	 * Runs statements in a transaction of their own, and others behind its commit, all in
	 * one message; those are one transaction, too. What stands behind sees what has been
	 * committed, also by others, until then. If the transaction fails, it is undone, and
	 * nothing behind it runs.
	 * @param transaction what stands between BEGIN and COMMIT
	 * @param behind what stands behind COMMIT, possibly nothing
	 * @return the rows of each statement that returned any, up to the first that failed,
	 * and its error
	 */
	public QueryResult queryBehindCommit(List<String> transaction, List<String> behind) {
		if (this.driver == null && !behind.isEmpty()) {
			QueryResult first = queryBehindCommit(transaction, List.of());
			if (first.error() != null) {
				return first;
			}
			QueryResult second = queryTogether(behind);
			List<Rows> rows = new ArrayList<>(first.rows());
			rows.addAll(second.rows());
			return new QueryResult(rows, second.error());
		}
		List<String> statements = new ArrayList<>(transaction.size() + behind.size() + 2);
		statements.add("BEGIN ISOLATION LEVEL READ COMMITTED");
		statements.addAll(transaction);
		statements.add("COMMIT");
		statements.addAll(behind);
		QueryResult result = query(statements);
		try {
			if (result.error() != null && !this.broken && this.wire.inTransaction()) {
				query(List.of("ROLLBACK"));
			}
		}
		catch (SQLException ex) {
			logger.debug("A transaction could not be rolled back", ex);
			this.broken = true;
		}
		return result;
	}

	/**
	 * Runs statements in one message and ignores their rows.
	 * @param batch at least one statement
	 * @throws BatchFailedException at the first statement that fails
	 */
	public void send(StatementBatch batch) throws BatchFailedException {
		this.line.asked();
		try {
			this.changedRows += this.wire.send(batch);
		}
		catch (BatchFailedException ex) {
			this.broken |= ex.error().connectionLost();
			throw ex.explained(this.line.explain(ex.error()));
		}
		finally {
			this.line.answered();
		}
	}

	/**
	 * Runs a statement outside a transaction that waits for old snapshots, which is
	 * normal and holds up nobody: {@code lock_timeout} does not apply to it.
	 * @param statement the statement
	 * @throws BatchFailedException if it fails
	 */
	public void sendPatiently(String statement) throws BatchFailedException {
		if (this.pooled) {
			// What is set here would meet somebody else, and not this statement.
			send(batchOf(List.of(statement)));
			return;
		}
		String limit = query(List.of("SELECT pg_catalog.current_setting('lock_timeout') AS lock_timeout")).rows(0)
			.required(0, "lock_timeout");
		send(batchOf(List.of("SET lock_timeout = 0")));
		try {
			send(batchOf(List.of(statement)));
		}
		finally {
			if (!this.broken) {
				send(batchOf(List.of("SET lock_timeout = " + Sql.literal(limit))));
			}
		}
	}

	/**
	 * Runs {@code COPY … FROM STDIN}. The data are streamed and never held.
	 * @param statement the statement
	 * @param data what the server reads, without the line {@code \\.}
	 * @throws BatchFailedException if it fails
	 * @throws IOException if the data cannot be read; the copy is cancelled
	 */
	public void copy(String statement, Reader data) throws BatchFailedException, IOException {
		this.line.asked();
		try {
			this.changedRows += this.connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement, data);
		}
		catch (SQLException ex) {
			DatabaseError error = this.line.explain(DatabaseError.of(ex));
			this.broken |= error.connectionLost();
			throw new BatchFailedException(error, 0, 0, 0, error.position(), ex);
		}
		finally {
			this.line.answered();
		}
	}

	/**
	 * Returns how many rows the statements so far have changed, by what INSERT, UPDATE,
	 * DELETE, MERGE and COPY tell.
	 * @return a number that only grows
	 */
	public long changedRows() {
		return this.changedRows;
	}

	/**
	 * Prepares the session for writing.
	 * @param pooled whether a pooler stands between: then nothing is set for longer than
	 * a transaction
	 * @param wanted how it is to be
	 * @throws DatabaseErrorException if the driver refuses
	 * @throws BatchFailedException if the server refuses
	 */
	public void beginWork(boolean pooled, WorkSettings wanted) throws BatchFailedException {
		if (this.before.networkTimeout() > 0) {
			logger.info("The driver's socketTimeout of {} ms does not end a migration, which may take longer: if the"
					+ " server does not answer for so long, a second connection asks whether it still works on it",
					this.before.networkTimeout());
		}
		try {
			this.before.prepareForWork(this.connection, this.driver);
		}
		catch (SQLException ex) {
			throw new DatabaseErrorException(DatabaseError.of(ex));
		}
		this.wanted = wanted;
		this.pooled = pooled;
		// Two messages, because a pooler in statement mode refuses what goes on in a
		// second
		// one: better before anything is written.
		QueryResult checked = query((pooled) ? List.of("BEGIN", TRY_CHECK_INTERVAL) : List.of(TRY_CHECK_INTERVAL));
		if (this.broken) {
			checked.orThrow();
		}
		this.checksClients = checked.error() == null;
		if (checked.error() != null) {
			logger.debug("The server does not look for clients that are gone: {}", checked.error().message());
		}
		SessionSettings found = remember(pooled);
		if (!pooled) {
			send(batchOf(found.afterScript()));
		}
	}

	private SessionSettings remember(boolean rollsBack) {
		List<String> statements = new ArrayList<>(SessionSettings.REMEMBER);
		statements.add(AlteredDefaults.query());
		if (rollsBack) {
			statements.add(0, "ROLLBACK");
		}
		QueryResult look = query(statements);
		this.found = look;
		this.altered.remember(look.rows(2));
		return settings(look);
	}

	private SessionSettings settings(QueryResult look) {
		SessionSettings remembered = new SessionSettings(look.rows(0), look.rows(1), this.wanted, this.checksClients,
				this.defaults);
		this.settings = remembered;
		return remembered;
	}

	/**
	 * Lets the next script have what a new session would have, where the one before it
	 * has changed that by {@code ALTER DATABASE … SET} or {@code ALTER ROLE … SET}. Does
	 * nothing, and costs no round trip, where it has not.
	 * @param sessions opens another connection
	 * @throws BatchFailedException if the settings cannot be set
	 */
	public void adoptDefaults(Supplier<Session> sessions) throws BatchFailedException {
		QueryResult before = this.found;
		if (before == null || !this.altered.take()) {
			return;
		}
		this.altered.remember(query(List.of(AlteredDefaults.query())).rows(0));
		this.altered.take();
		// Nobody stands between: a new connection is a new session.
		boolean bare = !this.pooled && this.connection instanceof BaseConnection;
		this.defaults = new DefaultSettings(this, this.pooled).read((bare) ? sessions : null);
		SessionSettings changed = settings(before);
		if (!this.pooled) {
			send(batchOf(changed.afterScript()));
		}
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
	 * Tells whether each transaction may have another session of the server.
	 * @return whether a pooler stands between
	 */
	public boolean isPooled() {
		return this.pooled;
	}

	/**
	 * Tells whether scripts run with a schema of their own in front of the search path.
	 * @return whether there is one
	 */
	public boolean hasSchema() {
		return this.wanted.schema() != null;
	}

	/**
	 * Remembers, at the beginning of a transaction and before its preamble, the settings
	 * of the session that the pooler gave to it: the next user of that session finds it
	 * as we did.
	 * @throws DatabaseErrorException if the server refuses
	 */
	public void rememberPooled() {
		remember(false);
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
	 * Ends an open transaction, if there is one, without its work, and undoes what a
	 * script has set in the session.
	 * @return whether the connection can still be used
	 */
	public boolean rollback() {
		try {
			if (!this.broken && this.wire.inTransaction()) {
				send(batchOf(List.of("ROLLBACK")));
			}
			List<String> reset = afterCommit();
			if (!this.broken && !reset.isEmpty()) {
				List<String> statements = new ArrayList<>(settings().resetRole());
				statements.addAll(reset);
				send(batchOf(statements));
			}
		}
		catch (SQLException | BatchFailedException ex) {
			logger.debug("The session could not be rolled back", ex);
			this.broken = true;
		}
		return !this.broken;
	}

	@Override
	public void close() {
		try {
			if (!this.broken) {
				restore();
			}
		}
		catch (SQLException | BatchFailedException ex) {
			logger.debug("The session could not be restored", ex);
			this.broken = true;
		}
		release();
	}

	private void restore() throws SQLException, BatchFailedException {
		if (this.settings != null) {
			rollbackOpenTransaction();
			if (!this.pooled) {
				send(batchOf(this.settings.restore()));
			}
		}
		this.before.restore(this.connection, this.driver);
	}

	private void rollbackOpenTransaction() throws SQLException, BatchFailedException {
		if (this.wire.inTransaction()) {
			send(batchOf(List.of("ROLLBACK")));
		}
	}

	private void release() {
		try (this.connection) {
			if (this.broken) {
				this.connection.abort(Runnable::run);
			}
		}
		catch (SQLException ex) {
			logger.debug("The connection could not be closed", ex);
		}
	}

	private SessionSettings settings() {
		if (this.settings == null) {
			throw new IllegalStateException("beginWork comes first");
		}
		return this.settings;
	}

	private static StatementBatch batchOf(List<String> statements) {
		StatementBatch batch = new StatementBatch();
		batch.addAll(statements);
		return batch;
	}

}
