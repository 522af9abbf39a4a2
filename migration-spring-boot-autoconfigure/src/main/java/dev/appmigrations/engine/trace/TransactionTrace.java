package dev.appmigrations.engine.trace;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.StatementBatch;
import dev.appmigrations.engine.migration.Unit;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementReader;
import dev.appmigrations.engine.time.Sleeper;

/**
 * Traces SQL of its own accord, without a migration: the examples of the rules. COPY with
 * inline data is not for it.
 */
public final class TransactionTrace {

	private TransactionTrace() {
	}

	/**
	 * Runs statements in one transaction, which is rolled back. What they need has to be
	 * committed before, because a trace is about what others may be using.
	 * @param session the connection, outside a transaction
	 * @param statements the statements, each without its semicolon
	 * @return what each of them did; the last one may have failed
	 */
	public static UnitTrace of(Session session, List<String> statements) {
		return of(session, String.join(";\n", statements));
	}

	/**
	 * Runs a script in one transaction, which is rolled back.
	 * @param session the connection, outside a transaction
	 * @param script statements with semicolons between them, without transaction control
	 * @return what each of them did; the last one may have failed
	 */
	public static UnitTrace of(Session session, String script) {
		StatementTracer tracer = new StatementTracer(session, () -> {
			throw new IllegalStateException("In a transaction nothing is sampled");
		}, Clock.systemUTC(), Sleeper.THREAD);
		session.query(List.of("BEGIN")).orThrow();
		try {
			tracer.begin(1, Unit.Mode.TRANSACTION);
			run(session, script, tracer);
			return tracer.end();
		}
		finally {
			session.query(List.of("ROLLBACK"));
		}
	}

	/**
	 * Runs a statement that cannot run in a transaction. What it does stays.
	 * @param session the connection, outside a transaction
	 * @param sessions opens another one in the same database
	 * @param statement the statement
	 * @return what it did; it may have failed
	 */
	public static UnitTrace alone(Session session, Supplier<Session> sessions, String statement) {
		StatementTracer tracer = new StatementTracer(session, sessions, Clock.systemUTC(), Sleeper.THREAD);
		tracer.begin(1, Unit.Mode.ALONE);
		run(session, statement, tracer);
		return tracer.end();
	}

	private static void run(Session session, String script, StatementTracer tracer) {
		try (StatementReader reader = StatementReader.of(new StringReader(script))) {
			SqlStatement statement = reader.next();
			while (statement != null && run(session, statement, tracer)) {
				statement = reader.next();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean run(Session session, SqlStatement statement, StatementTracer tracer) {
		StatementBatch batch = new StatementBatch();
		batch.add(statement.text());
		tracer.before(statement);
		try {
			session.send(batch);
		}
		catch (BatchFailedException ex) {
			tracer.failed(statement, ex.error());
			return false;
		}
		tracer.after(statement);
		return true;
	}

}
