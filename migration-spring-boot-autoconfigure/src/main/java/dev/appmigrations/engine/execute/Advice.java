package dev.appmigrations.engine.execute;

import java.util.List;
import java.util.function.Predicate;

import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;

/**
 * Advice on an error by its SQLSTATE and its circumstances: tables for errors of a
 * script's statement, of a lost connection, of a statement of ours, and of connecting.
 * The first row counts whose code the SQLSTATE begins with and whose condition is met, so
 * that no advice is given that is followed already. A code that a script has raised
 * itself means what its author meant, and is looked up nowhere. See PostgreSQL's
 * documentation, appendix "PostgreSQL Error Codes".
 */
public final class Advice {

	/** Behind the advice to correct the file of a migration. */
	static final String FREE = ". A file that is applied nowhere may be changed freely.";

	private static final String DIRECTIVE = "\n  -- migrate:transaction false";

	/** The function that reports it; its texts are translated. */
	private static final String TABLE_IN_USE = "CheckTableNotInUse";

	/** A name of a setting, which no language translates. */
	private static final String LOCK_TABLE_SIZE = "max_locks_per_transaction";

	/** Also what a cancellation is called in an English server. */
	private static final String TIMEOUT = "statement timeout";

	private static final String BY_A_PERSON = "user request";

	private static final String DISK = "Free space on the disk of the server where the message points to, and start"
			+ " again: nothing is wrong with the file.";

	private static final List<Row> STATEMENT = List.of(
			row("22P05",
					"The encoding of the database does not have this character. Write another one, or migrate a"
							+ " database with the encoding UTF8."),
			row("23", "Correct the rows that the message names, or the file, and start again."),
			row("25001", (c) -> c.kind() == StatementKind.SET_TRANSACTION && !c.isFirst(),
					"Write it in front of all queries of its transaction: directly behind BEGIN."),
			row("25001", (c) -> c.kind() == StatementKind.SET_TRANSACTION,
					"Write it in front of all queries: as the first statement of the file, or directly behind BEGIN."),
			row("25001", Circumstances::inRoutine,
					"The server runs it in no function, procedure or DO block: write it as a statement of its own."),
			row("25001", Circumstances::inOwnBlock, "Move it out of the BEGIN … COMMIT in which it stands."),
			row("25001", Circumstances::inOurTransaction,
					"Put the statement into a file of its own, with this line at its top:" + DIRECTIVE),
			row("25006",
					"The script has made its transaction read-only: leave that out, or move the statement in front"
							+ " of it."),
			row("42501",
					Message.of("Grant the role what the statement needs, or migrate with a role that has it: ")
						.and(Setting.ROLE)
						.and(".")),
			row("53100", DISK),
			row("53200", (c) -> c.hints(LOCK_TABLE_SIZE) && c.isShared(),
					"Each table and index takes a place in the server's lock table until the transaction ends. Let each"
							+ " statement have a transaction of its own, with this line at the top of the file:"
							+ DIRECTIVE + "\nOr raise " + LOCK_TABLE_SIZE + ", which takes a restart of the server."),
			row("53200", (c) -> c.hints(LOCK_TABLE_SIZE) && c.inOwnBlock(),
					"Each table and index takes a place in the server's lock table until the transaction ends. End the"
							+ " BEGIN … COMMIT earlier, or raise " + LOCK_TABLE_SIZE
							+ ", which takes a restart of the server."),
			row("53200", (c) -> c.hints(LOCK_TABLE_SIZE),
					"Let the statement touch fewer tables at once, or raise " + LOCK_TABLE_SIZE
							+ ", which takes a restart of the server."),
			row("53200", (c) -> c.hints("max_"),
					"A table of fixed size in the server is full. Let the statement touch fewer objects at once, or raise"
							+ " the setting that the hint names, which takes a restart of the server."),
			row("53200",
					"The server ran out of memory. Give it more, or let this statement take less: SET LOCAL work_mem"
							+ " or maintenance_work_mem in front of it."),
			row("53400",
					"Raise the limit that the message names, for example temp_file_limit, for the role that"
							+ " migrates (ALTER ROLE … SET …), and start again."),
			row("54001", "Make the statement simpler, or raise max_stack_depth on the server."),
			row("54", "The statement is larger than PostgreSQL allows: split it."),
			row("55006", (c) -> c.isRaisedBy(TABLE_IN_USE) && c.isShared() && !c.inRoutine(),
					"Statements before it have left work to do at the end of the transaction. Let each statement have a"
							+ " transaction of its own, with this line at the top of the file:" + DIRECTIVE
							+ "\nOr write SET CONSTRAINTS ALL IMMEDIATE in front of it, if deferred constraints are what"
							+ " is pending."),
			row("55006", (c) -> c.isRaisedBy(TABLE_IN_USE) && c.inOwnBlock() && !c.inRoutine(),
					"Statements before it have left work to do at the end of the transaction: end the BEGIN … COMMIT in"
							+ " front of it."),
			row("55006", (c) -> c.isRaisedBy(TABLE_IN_USE),
					"The statement runs while another one of the same session uses the table: let that one end first."),
			row("55006",
					"Let those who use it finish, or end their sessions (SELECT pg_terminate_backend(PID)), and start"
							+ " again."),
			row("55P04", Circumstances::inOwnBlock,
					"A new value of an enum can be used only after it is committed. End the BEGIN … COMMIT behind ALTER"
							+ " TYPE … ADD VALUE."),
			row("55P04", Circumstances::inOurTransaction,
					"A new value of an enum can be used only after it is committed. Put what uses it into a file of its"
							+ " own, or write this line at the top of this one:" + DIRECTIVE),
			row("57014", (c) -> c.says(TIMEOUT) && c.limitOfFile(),
					"Raise the limit in the file, -- migrate:statement-timeout, or make the statement faster."),
			row("57014", (c) -> c.says(TIMEOUT) && c.step() == Step.ALONE && c.pooled(), Message
				.of("Behind a pooler, the statement_timeout of the role or of the pooler's session applies to it."
						+ " Lift it there, or set ")
				.and(Setting.URL)
				.and(" to the server itself.")),
			row("57014", (c) -> c.says(TIMEOUT),
					"The limit is one that the script sets itself (SET statement_timeout): raise it there, or make the"
							+ " statement faster."),
			row("57014", (c) -> c.says(BY_A_PERSON),
					"Somebody has cancelled it (pg_cancel_backend): ask why, and start again. Nothing is wrong with the"
							+ " file."),
			row("57014",
					"It was cancelled, by a person (pg_cancel_backend) or by a statement_timeout that the script"
							+ " sets: start again, or raise that limit."),
			row("58P01",
					"The file is looked for on the server, not here. Correct its path, or put the data into the script,"
							+ " behind COPY … FROM stdin."),
			row("XX", "This is an error inside the server, possibly of damaged data: its log says more."));

	/** The texts are those of PgBouncer: src/janitor.c. */
	private static final List<Row> LOST = List.of(row("08P01",
			(c) -> c.says("query timeout") || c.says("query_wait_timeout") || c.says("transaction timeout"),
			Message
				.of("The pooler has ended it by a limit of its own (PgBouncer: query_timeout, query_wait_timeout,"
						+ " transaction_timeout or idle_transaction_timeout). Raise that, or set ")
				.and(Setting.URL)
				.and(" to the server itself, and start again: there is nothing to repair.")));

	private static final List<Row> OURS = List.of(LOST.get(0),
			row("25006", "The tables of the history could not be written because the transaction is read-only."
					+ " Leave READ ONLY and default_transaction_read_only out of the script: a migration ends with a"
					+ " record in its own transaction."),
			row("42501", Message
				.of("Grant the role what it needs to write the tables of the history, or migrate with a role that"
						+ " has it: ")
				.and(Setting.ROLE)
				.and(".")),
			row("53100", DISK),
			row("55P03",
					"Somebody holds a lock on the tables of the history: let them finish, or end their sessions"
							+ " (SELECT pg_terminate_backend(PID)), and start again."),
			row("57014", (c) -> !c.says(BY_A_PERSON),
					"The statement_timeout of the role, the database or the connection ended it before the migrations"
							+ " could lift that limit for their session. Give it more time (ALTER ROLE … SET"
							+ " statement_timeout = '30s', or options in the URL), and start again."),
			row("57014", "Somebody has cancelled it (pg_cancel_backend): ask why, and start again."),
			row("08", "Start again when the database is up: there is nothing to repair."),
			row("57P", "Start again when the database is up: there is nothing to repair."));

	private static final List<Row> CONNECTING = List.of(
			row("53300",
					Message
						.of("Close connections that nobody needs, or raise the limit that the message is about:"
								+ " max_connections of the server, or CONNECTION LIMIT of the role or the database. ")
						.and(Setting.WAIT_FOR_DATABASE)
						.and(" says how long to wait for one to become free.")),
			row("57P03",
					Message.of("The server is starting, stopping or recovering: wait until it takes connections. ")
						.and(Setting.WAIT_FOR_DATABASE)
						.and(" says how long to wait for it.")));

	private Advice() {
	}

	/** Returns what to do when a migration failed, for a script with this path. */
	static Message of(Circumstances failure, String path) {
		boolean ofScript = failure.step() == Step.SCRIPT || failure.step() == Step.ALONE;
		String correct = "Correct " + path + " and start again" + FREE;
		if (failure.step() == Step.CLEAN_UP) {
			return Message.of("There is nothing to repair: start again.");
		}
		if (failure.step() == Step.RECORD && failure.error().origin().raised()) {
			return Message
				.of("A trigger on the tables of the history refuses the record: see what it asks for, and start again.");
		}
		if (ofScript || failure.step() == Step.COMMIT) {
			return find(STATEMENT, failure, Message.of((failure.error().origin().raised())
					? "The script, or a routine that it calls, raises this error itself. Correct what it checks, or "
							+ path + ", and start again."
					: correct));
		}
		return find(OURS, failure,
				Message.of("Nothing is wrong with " + path + ": mend what the message says, and start again."));
	}

	/**
	 * Returns what to do when a statement of ours failed outside a migration.
	 * @param error what the server said
	 * @param otherwise the advice for all other errors
	 * @return the advice
	 */
	public static Message forOurs(DatabaseError error, Message otherwise) {
		return find(OURS, Circumstances.ofOurs(error), otherwise);
	}

	/**
	 * Returns what to do when the connection broke during a migration.
	 * @param error what the server, or a pooler, said last
	 * @param otherwise the advice for all other errors
	 * @return the advice
	 */
	static Message forLost(DatabaseError error, Message otherwise) {
		return find(LOST, Circumstances.ofOurs(error), otherwise);
	}

	/**
	 * Returns what to do when there was no connection to be had.
	 * @param error what the server, or the driver, said
	 * @param otherwise the advice for all other errors
	 * @return the advice
	 */
	public static Message forConnecting(DatabaseError error, Message otherwise) {
		return find(CONNECTING, Circumstances.ofOurs(error), otherwise);
	}

	private static Message find(List<Row> table, Circumstances failure, Message otherwise) {
		String sqlState = failure.error().sqlState();
		if (sqlState == null || failure.error().origin().raised()) {
			return otherwise;
		}
		for (Row row : table) {
			if (sqlState.startsWith(row.code()) && row.condition().test(failure)) {
				return row.text();
			}
		}
		return otherwise;
	}

	private static Row row(String code, String text) {
		return row(code, Message.of(text));
	}

	private static Row row(String code, Message text) {
		return row(code, (circumstances) -> true, text);
	}

	private static Row row(String code, Predicate<Circumstances> condition, String text) {
		return row(code, condition, Message.of(text));
	}

	private static Row row(String code, Predicate<Circumstances> condition, Message text) {
		return new Row(code, condition, text);
	}

	/**
	 * A line of a table.
	 *
	 * @param code the SQLSTATE, or its beginning
	 * @param condition what else has to be true
	 * @param text what to do
	 */
	private record Row(String code, Predicate<Circumstances> condition, Message text) {

	}

}
