package dev.appmigrations.engine.jdbc;

import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Statements that travel to the server in one message. The server parses the whole text
 * before it runs the first statement, and runs none after the first that fails.
 * <p>
 * A statement of a script that travels without company and without a label is sent as it
 * is: no copy of its text is made, however long it is.
 */
public final class StatementBatch {

	// On a line of its own, because a statement may end in a comment.
	private static final String SEPARATOR = "\n;";

	// As long as the other. The server's log tells by it which statements are ours.
	private static final String OWN_SEPARATOR = " ;";

	private final List<String> statements = new ArrayList<>();

	private final BitSet quiet = new BitSet();

	private final BitSet own = new BitSet();

	private String label = "";

	private @Nullable NoticeListener notices;

	/** The length of the text. */
	private int length;

	/**
	 * Creates a batch.
	 * @param statements its statements
	 * @return a new batch
	 */
	static StatementBatch of(List<String> statements) {
		StatementBatch batch = new StatementBatch();
		batch.addAll(statements);
		return batch;
	}

	/**
	 * Adds a statement of a script.
	 * @param statement its text, without a semicolon at its end, and not empty
	 * @return its number in this batch, from 0
	 */
	public int add(String statement) {
		if (!this.statements.isEmpty()) {
			this.length += SEPARATOR.length();
		}
		this.statements.add(statement);
		this.length += statement.length();
		return this.statements.size() - 1;
	}

	/**
	 * Puts a comment in front of all statements, and of none of them.
	 * @param comment a comment for those who look at what a session does
	 * @throws IllegalStateException if there are statements already
	 */
	public void label(String comment) {
		if (!this.statements.isEmpty()) {
			throw new IllegalStateException("A label stands in front of the statements");
		}
		this.label = comment;
		this.length = comment.length();
	}

	/**
	 * Sets who receives what the server says while it runs the statements.
	 * @param listener stays also when the statements are removed
	 */
	public void listen(NoticeListener listener) {
		this.notices = listener;
	}

	/**
	 * Delivers what the server said.
	 * @param warning as the driver has it
	 * @param completed how many statements had been completed when it was said
	 * @param others receives what nobody else deals with
	 */
	void deliver(SQLWarning warning, int completed, Consumer<SQLWarning> others) {
		deliver(warning, completed, others, (listener, notice) -> {
			// What the parser remarks comes before the first statement runs, as its
			// errors do.
			ErrorPlace places = new ErrorPlace(this.label, this.statements, SEPARATOR);
			int number = places.number(notice.content(), completed);
			return listener.noticed(number, places.position(notice.content(), number), notice);
		});
	}

	/** Delivers what the server said to a statement that travelled alone. */
	void deliverAlone(SQLWarning warning, int number, Consumer<SQLWarning> others) {
		deliver(warning, number, others,
				(listener, notice) -> listener.noticed(number, positionAlone(notice.content(), number), notice));
	}

	private void deliver(SQLWarning warning, int number, Consumer<SQLWarning> others,
			BiPredicate<NoticeListener, ServerNotice> dealt) {
		NoticeListener listener = this.notices;
		if (!isQuiet(number) && (listener == null || !dealt.test(listener, ServerNotice.of(warning)))) {
			others.accept(warning);
		}
	}

	/**
	 * Returns whether there is a comment in front.
	 * @return {@code false} if the statements are sent as they are
	 */
	public boolean isLabelled() {
		return !this.label.isEmpty();
	}

	/**
	 * Puts another comment in the place of the one in front.
	 * @param comment a comment for those who look at what a session does
	 */
	public void relabel(String comment) {
		this.length += comment.length() - this.label.length();
		this.label = comment;
	}

	/**
	 * Adds a statement of ours.
	 * @param statement its text, without a semicolon or a comment at its end, and not
	 * empty
	 * @return its number in this batch, from 0
	 */
	public int addOwn(String statement) {
		int number = add(statement);
		this.own.set(number);
		return number;
	}

	/**
	 * Adds statements of ours.
	 * @param statements their texts, without semicolons at their ends, and not empty
	 */
	public void addAll(List<String> statements) {
		for (String statement : statements) {
			addOwn(statement);
		}
	}

	/**
	 * Adds a statement of ours whose notices are nobody's concern.
	 * @param statement its text, without a semicolon at its end, and not empty
	 * @return its number in this batch, from 0
	 */
	public int addQuietly(String statement) {
		int number = addOwn(statement);
		this.quiet.set(number);
		return number;
	}

	boolean isOwn(int number) {
		return this.own.get(number);
	}

	boolean isQuiet(int number) {
		return this.quiet.get(number);
	}

	/**
	 * Returns the number of statements.
	 * @return 0 or more
	 */
	public int size() {
		return this.statements.size();
	}

	/**
	 * Returns the length of the text.
	 * @return the length in characters
	 */
	public int length() {
		return this.length;
	}

	/**
	 * Removes all statements, and the label.
	 */
	public void clear() {
		this.statements.clear();
		this.quiet.clear();
		this.own.clear();
		this.label = "";
		this.length = 0;
	}

	String text() {
		if (this.statements.size() == 1 && this.label.isEmpty() && !this.own.get(0)) {
			return this.statements.get(0);
		}
		StringBuilder text = new StringBuilder(this.length + OWN_SEPARATOR.length());
		text.append(this.label);
		for (int i = 0; i < this.statements.size(); i++) {
			text.append(this.statements.get(i));
			if (this.own.get(i)) {
				text.append(OWN_SEPARATOR);
			}
			else if (i < this.statements.size() - 1) {
				text.append(SEPARATOR);
			}
		}
		return text.toString();
	}

	/**
	 * Returns a statement.
	 * @param number its number, from 0
	 * @return its text
	 */
	public String statement(int number) {
		return this.statements.get(number);
	}

	/**
	 * Returns the text of a statement that travels alone; the label precedes the first.
	 */
	String textAlone(int number) {
		return labelOf(number) + this.statements.get(number);
	}

	/**
	 * Finds the statement that an error of the whole message belongs to.
	 * @param error the error
	 * @param completed how many statements had been completed when it was reported
	 * @param cause the exception of the driver
	 */
	BatchFailedException failure(DatabaseError error, int completed, Throwable cause) {
		return new ErrorPlace(this.label, this.statements, SEPARATOR).failure(error, completed, cause);
	}

	/** Says where in a statement that travelled alone an error is. */
	BatchFailedException failureAlone(DatabaseError error, int number, Throwable cause) {
		return new BatchFailedException(error, number, number, number, positionAlone(error, number), cause);
	}

	private int positionAlone(DatabaseError error, int number) {
		String label = labelOf(number);
		return Math.max(error.position() - label.codePointCount(0, label.length()), 0);
	}

	private String labelOf(int number) {
		return (number == 0) ? this.label : "";
	}

}
