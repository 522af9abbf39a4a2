package dev.appmigrations.engine.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

/**
 * Follows {@code standard_conforming_strings} through a script, as the server would have
 * it after each statement: with {@code SET LOCAL}, and with transactions and savepoints
 * that take a {@code SET} back. A value set in any other way (in a function, by
 * {@code ALTER ROLE}) is not seen.
 */
final class StandardStrings {

	/** The default of the server. */
	private static final boolean DEFAULT = true;

	private final Deque<Savepoint> savepoints = new ArrayDeque<>();

	private boolean committed = DEFAULT;

	private boolean session = DEFAULT;

	private @Nullable Boolean local;

	private boolean inTransaction;

	boolean isOn() {
		return (this.local != null) ? this.local : this.session;
	}

	/**
	 * Take note of a statement that has run.
	 */
	void after(StatementKind kind, StatementHead head) {
		switch (kind) {
			case SET_STANDARD_CONFORMING_STRINGS -> set(head);
			case RESET_ALL, DISCARD_ALL -> setSession(DEFAULT);
			case BEGIN -> this.inTransaction = true;
			case COMMIT, PREPARE_TRANSACTION, COMMIT_AND_CHAIN -> {
				this.committed = this.session;
				endTransaction(head);
			}
			case ROLLBACK, ROLLBACK_AND_CHAIN -> {
				this.session = this.committed;
				endTransaction(head);
			}
			case SAVEPOINT -> this.savepoints.push(new Savepoint(head.savepoint(), this.session, this.local));
			case ROLLBACK_TO_SAVEPOINT -> rollbackTo(head.savepoint());
			default -> {
			}
		}
	}

	private void set(StatementHead head) {
		Boolean given = head.standardConformingStrings();
		boolean value = (given != null) ? given : DEFAULT;
		if (head.isLocal()) {
			this.local = value;
		}
		else {
			setSession(value);
		}
	}

	private void setSession(boolean value) {
		this.session = value;
		this.local = null;
		if (!this.inTransaction) {
			this.committed = value;
		}
	}

	private void endTransaction(StatementHead head) {
		this.local = null;
		this.savepoints.clear();
		this.inTransaction = head.isChained();
	}

	private void rollbackTo(String name) {
		if (this.savepoints.stream().noneMatch((savepoint) -> savepoint.name().equals(name))) {
			return;
		}
		Iterator<Savepoint> latestFirst = this.savepoints.iterator();
		Savepoint savepoint = latestFirst.next();
		while (!savepoint.name().equals(name)) {
			latestFirst.remove();
			savepoint = latestFirst.next();
		}
		this.session = savepoint.session();
		this.local = savepoint.local();
	}

	private record Savepoint(String name, boolean session, @Nullable Boolean local) {

	}

}
