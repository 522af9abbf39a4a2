package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;

import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.lock.LockLostException;
import dev.appmigrations.engine.lock.MigrationLabel;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.trace.MigrationTracer;
import org.jspecify.annotations.Nullable;

/**
 * Statements that travel together, each of which knows whether it stands in the script or
 * is a step of ours. Where a script fills one message after the other, each is under way
 * while the next one fills.
 */
final class UnitBatch implements AutoCloseable {

	/**
	 * The first message is this much smaller, so that the server need not wait for it;
	 * each further one may be twice as large, up to the limits above.
	 */
	private static final int FIRST_DIVISOR = 16;

	/** From here on a statement is sent as it is. */
	private static final int LARGE = 4 * UnitMessage.LONGEST;

	private final Session session;

	private final String label;

	private final LongConsumer progress;

	private final UnitListener notices;

	private final MessageSender sender;

	private final @Nullable MigrationTracer tracer;

	/** The one that fills. */
	private UnitMessage message;

	/** The other one, which is under way or empty. */
	private UnitMessage sent;

	private int divisor = FIRST_DIVISOR;

	/**
	 * Creates an empty batch.
	 * @param session the connection
	 * @param label a comment that names the migration
	 * @param progress is notified how many statements of the script have run
	 * @param notices receives what the server says meanwhile
	 * @param tracer traces each statement of the script, which then travels alone;
	 * {@code null} for none
	 */
	UnitBatch(Session session, String label, LongConsumer progress, UnitListener notices,
			@Nullable MigrationTracer tracer) {
		this.tracer = tracer;
		this.session = session;
		this.label = label;
		this.progress = progress;
		this.notices = notices;
		this.message = new UnitMessage(notices);
		this.sent = new UnitMessage(notices);
		this.sender = new MessageSender(session);
	}

	/**
	 * Names the migration at the head of a message, to which nothing was added yet:
	 * others see in {@code pg_stat_activity} what runs.
	 */
	void label() {
		this.message.batch().label(this.label);
	}

	/**
	 * Adds a statement of ours.
	 * @param statement its text
	 * @param step what it is for
	 */
	void add(String statement, Step step) {
		this.message.add(statement, new StatementOrigin(step, null, 0));
	}

	/**
	 * Adds a statement of the script, and sends nothing yet.
	 * @param statement the statement
	 * @param number its number in the script
	 */
	void add(SqlStatement statement, long number) {
		this.message.add(statement.text(), new StatementOrigin(Step.SCRIPT, statement, number));
	}

	/**
	 * Adds statements of ours.
	 * @param statements their texts
	 * @param step what they are for
	 */
	void addAll(List<String> statements, Step step) {
		for (String statement : statements) {
			add(statement, step);
		}
	}

	/**
	 * Adds a statement of the script, and sends what was added where that is enough for a
	 * message, or where the statement has to be the last of one. Inline data of COPY are
	 * streamed.
	 * @param statement the statement
	 * @param cursor has just returned it
	 * @throws UnitFailedException if a statement fails, possibly one that was added long
	 * before
	 * @throws LockLostException if a guard fails
	 * @throws IOException if the data cannot be read
	 */
	void add(SqlStatement statement, StatementCursor cursor) throws UnitFailedException, IOException {
		MigrationTracer tracer = this.tracer;
		if (tracer == null) {
			fill(statement, cursor);
			return;
		}
		send();
		label();
		tracer.before(statement);
		try {
			fill(statement, cursor);
			send();
		}
		catch (UnitFailedException ex) {
			tracer.failed(statement, ex.failure().error());
			tracer.end();
			throw ex;
		}
		tracer.after(statement);
	}

	/**
	 * Sends a statement outside a transaction.
	 * @param statement the statement
	 * @param number its number in the script
	 * @param unit its unit
	 * @throws UnitFailedException if it fails
	 */
	void sendAlone(SqlStatement statement, long number, Unit unit) throws UnitFailedException {
		MigrationTracer tracer = this.tracer;
		if (tracer != null) {
			tracer.begin(unit.number(), Unit.Mode.ALONE);
			tracer.before(statement);
		}
		add(statement, number);
		try {
			send();
			if (tracer != null) {
				tracer.after(statement);
			}
		}
		catch (UnitFailedException ex) {
			if (tracer != null) {
				tracer.failed(statement, ex.failure().error());
			}
			throw ex;
		}
		finally {
			endTrace();
		}
	}

	/**
	 * Begins to trace a unit, whose transaction is opened by what was added.
	 * @param unit the unit
	 * @throws UnitFailedException if its transaction cannot be opened
	 */
	void beginTrace(Unit unit) throws UnitFailedException {
		if (this.tracer != null) {
			send();
			this.tracer.begin(unit.number(), unit.mode());
		}
	}

	/** The last statement of the unit has run. */
	void endTrace() {
		if (this.tracer != null) {
			this.tracer.end();
		}
	}

	private void fill(SqlStatement statement, StatementCursor cursor) throws UnitFailedException, IOException {
		if (statement.kind() == StatementKind.COPY_FROM_STDIN) {
			send();
			copy(statement, cursor);
			label();
			this.progress.accept(cursor.position());
			return;
		}
		if (statement.text().length() > LARGE) {
			large(statement, cursor.position());
			return;
		}
		add(statement, cursor.position());
		if (statement.kind() == StatementKind.SET_STANDARD_CONFORMING_STRINGS || this.message.isFull(this.divisor)) {
			start(cursor.position());
		}
	}

	/** Alone and without a label, so that its text is never copied but by the driver. */
	private void large(SqlStatement statement, long position) throws UnitFailedException {
		send();
		this.message.batch().label("");
		add(statement, position);
		send();
		label();
		this.progress.accept(position);
	}

	private void copy(SqlStatement statement, StatementCursor cursor) throws UnitFailedException, IOException {
		StatementOrigin origin = new StatementOrigin(Step.SCRIPT, statement, cursor.position());
		try {
			this.session.copy(statement.text(), cursor.copyData(),
					(notice) -> this.notices.noticed(origin, notice.content().position(), notice));
		}
		catch (BatchFailedException ex) {
			throw new UnitFailedException(ex, Step.SCRIPT, statement);
		}
	}

	private void start(long position) throws UnitFailedException {
		await();
		UnitMessage full = this.message;
		this.message = this.sent;
		this.sent = full;
		label();
		place(full);
		full.ranUpTo(position);
		this.divisor = Math.max(this.divisor / 2, 1);
		this.sender.start(full.batch());
	}

	/**
	 * Names in the label the statement of the script with which the message begins. One
	 * that travels without a label is left as it is.
	 */
	private void place(UnitMessage message) {
		long first = message.first();
		if (first > 0 && message.batch().isLabelled()) {
			message.batch().relabel(MigrationLabel.at(this.label, first));
		}
	}

	private void await() throws UnitFailedException {
		if (this.sent.isEmpty()) {
			return;
		}
		try {
			this.sender.await();
			this.progress.accept(this.sent.position());
		}
		catch (BatchFailedException ex) {
			this.message.clear();
			throw this.sent.failure(ex);
		}
		finally {
			this.sent.clear();
		}
	}

	/**
	 * Sends what was added, if anything was, and waits for all answers.
	 * @throws UnitFailedException if a statement fails
	 * @throws LockLostException if a guard fails
	 */
	void send() throws UnitFailedException {
		place(this.message);
		await();
		if (this.message.isEmpty()) {
			return;
		}
		try {
			this.session.send(this.message.batch());
		}
		catch (BatchFailedException ex) {
			throw this.message.failure(ex);
		}
		finally {
			this.message.clear();
		}
	}

	/**
	 * Ends a script: nothing is under way any more, also where the script could not be
	 * read to its end, and what was added and not sent is forgotten. The batch may be
	 * used for another one.
	 */
	@Override
	public void close() throws UnitFailedException {
		this.message.clear();
		try {
			await();
		}
		finally {
			this.sender.close();
		}
	}

}
