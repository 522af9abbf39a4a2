package dev.appmigrations.engine.jdbc;

import java.io.IOException;
import java.io.Reader;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.sql.DataSource;

import dev.appmigrations.engine.text.VisibleLog;
import org.jspecify.annotations.Nullable;

/**
 * Sends statements and queries over one borrowed connection, and knows whether it is
 * broken:
 * <ol>
 * <li>{@link #open} borrows the connection, without a round trip; reading needs no more.
 * <li>{@link SessionWork#begin} remembers the settings of the session and sets those that
 * migrations need.
 * <li>{@link #close} restores all of it; where that fails, the physical connection is
 * closed, so that no one borrows it.
 * </ol>
 * Not for use by several threads.
 */
public final class Session implements AutoCloseable {

	private static final VisibleLog logger = VisibleLog.of(Session.class);

	private final BorrowedConnection connection;

	private final Wire wire;

	private final AlteredDefaults altered;

	private final Line line;

	/** Until the server is known to be PostgreSQL. */
	private @Nullable ServerJudge judge;

	private @Nullable SessionWork work;

	private long changedRows;

	private boolean broken;

	private Session(BorrowedConnection connection, Consumer<SQLWarning> notices) {
		this.connection = connection;
		this.altered = new AlteredDefaults();
		this.line = connection.line();
		this.wire = connection.wire(notices, this.altered);
	}

	/**
	 * Borrows a connection.
	 * @param dataSource where from
	 * @param notices receives what the server has to say beside results
	 * @return the session, to be closed
	 * @throws SQLException if there is no connection to be had
	 */
	public static Session open(DataSource dataSource, Consumer<SQLWarning> notices) throws SQLException {
		return new Session(BorrowedConnection.from(dataSource), notices);
	}

	/**
	 * Returns the connection.
	 * @return what the driver knows of it
	 */
	public BorrowedConnection connection() {
		return this.connection;
	}

	/**
	 * Returns the line to the server.
	 * @return it tells how long an answer has been due
	 */
	public Line line() {
		return this.line;
	}

	/**
	 * Returns the session as migrations work in it.
	 * @return its settings and transactions
	 */
	public SessionWork work() {
		SessionWork work = this.work;
		if (work == null) {
			work = new SessionWork(this, this.altered);
			this.work = work;
		}
		return work;
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
			judge.refuse(exchange(List.of(ServerProduct.ASK)), this.connection.parameter("server_version"));
		}
		return result;
	}

	private QueryResult exchange(List<String> statements) {
		StatementBatch batch = StatementBatch.of(statements);
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
		// One message is one transaction.
		return (this.connection.hidesDriver()) ? queryBehindCommit(statements, List.of()) : query(statements);
	}

	/**
	 * Runs statements in a transaction of their own, and others behind its commit, all in
	 * one message; those are one transaction, too. The statements behind the commit see
	 * everything committed until then, also by others. If the transaction fails, it is
	 * undone, and nothing behind it runs.
	 * @param transaction what stands between BEGIN and COMMIT
	 * @param behind what stands behind COMMIT, possibly nothing
	 * @return the rows of each statement that returned any, up to the first that failed,
	 * and its error
	 */
	public QueryResult queryBehindCommit(List<String> transaction, List<String> behind) {
		if (this.connection.hidesDriver() && !behind.isEmpty()) {
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

	/** Runs statements in one message and ignores their rows. */
	void send(List<String> statements) throws BatchFailedException {
		send(StatementBatch.of(statements));
	}

	/**
	 * Runs {@code COPY … FROM STDIN}. The data are streamed and never held.
	 * @param statement the statement
	 * @param data what the server reads, without the line {@code \\.}
	 * @param notices receives what the server has said meanwhile, at the end
	 * @throws BatchFailedException if it fails
	 * @throws IOException if the data cannot be read; the copy is cancelled
	 */
	public void copy(String statement, Reader data, Consumer<ServerNotice> notices)
			throws BatchFailedException, IOException {
		this.line.asked();
		this.connection.forgetNotices();
		try {
			this.changedRows += this.connection.copyManager().copyIn(statement, data);
		}
		catch (SQLException ex) {
			DatabaseError error = this.line.explain(DatabaseError.of(ex));
			this.broken |= error.connectionLost();
			throw new BatchFailedException(error, 0, 0, 0, error.position(), ex);
		}
		finally {
			this.line.answered();
			this.connection.takeNotices(notices);
		}
	}

	/**
	 * Lends the connection to somebody else, until {@link #takeBack()}.
	 * @param work what is done with it
	 * @param transaction whether a transaction is open, which stays open
	 * @throws BatchFailedException if it fails because the server refuses a statement
	 * @throws LentWorkException if it fails for another reason, or if the transaction is
	 * not as it was
	 */
	public void lend(JdbcWork work, boolean transaction) throws BatchFailedException, LentWorkException {
		try {
			work.run(this.connection.lent(transaction));
			if (this.wire.inTransaction() != transaction) {
				throw LentWorkException
					.of((transaction) ? "It has ended the transaction of the migration by a statement."
							: "It has left a transaction open.");
			}
		}
		catch (LentWorkException ex) {
			throw ex;
		}
		catch (Exception ex) {
			SQLException refused = DatabaseError.serverErrorIn(ex);
			if (refused == null) {
				throw LentWorkException.of(ex);
			}
			DatabaseError error = this.line.explain(DatabaseError.of(refused));
			this.broken |= error.connectionLost();
			throw new BatchFailedException(error, 0, 0, 0, error.position(), ex);
		}
	}

	/** Ends what was lent: a transaction that is still open is rolled back. */
	public void takeBack() {
		try {
			rollbackOpenTransaction();
			if (!this.broken) {
				this.connection.takeBack();
			}
		}
		catch (SQLException | BatchFailedException ex) {
			logger.debug("A connection that was lent could not be taken back", ex);
			this.broken = true;
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
		this.connection.giveBack(this.broken);
	}

	private void restore() throws SQLException, BatchFailedException {
		if (this.work != null) {
			this.work.restore();
		}
		this.connection.restore();
	}

	/** Ends an open transaction, if there is one, without its work. */
	void rollbackOpenTransaction() throws SQLException, BatchFailedException {
		if (!this.broken && this.wire.inTransaction()) {
			send(List.of("ROLLBACK"));
		}
	}

	boolean isBroken() {
		return this.broken;
	}

	/** Lets nobody have the connection again. */
	void giveUp() {
		this.broken = true;
	}

}
