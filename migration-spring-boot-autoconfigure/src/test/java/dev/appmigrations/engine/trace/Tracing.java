package dev.appmigrations.engine.trace;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.safety.trace.LockTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import dev.appmigrations.support.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Traces SQL on a database of a test, and writes what was seen in words.
 */
public final class Tracing {

	private Tracing() {
	}

	/** Runs statements in one transaction, which is rolled back. */
	public static UnitTrace in(TestDatabase database, String... statements) {
		return with(database, (session) -> TransactionTrace.of(session, List.of(statements)));
	}

	/** Runs a statement outside a transaction. */
	public static StatementTrace alone(TestDatabase database, String statement) {
		return with(database, (session) -> TransactionTrace.alone(session, () -> open(database), statement))
			.statements()
			.get(0);
	}

	/** Runs statements in one transaction, and returns what the last did. */
	public static StatementTrace last(TestDatabase database, String... statements) {
		List<StatementTrace> traces = in(database, statements).statements();
		assertThat(traces).hasSize(statements.length);
		StatementTrace last = traces.get(traces.size() - 1);
		assertThat(last.failure()).isNull();
		return last;
	}

	private static <T> T with(TestDatabase database, Function<Session, T> work) {
		try (Session session = open(database)) {
			return work.apply(session);
		}
	}

	private static Session open(TestDatabase database) {
		try {
			return Session.open(database.dataSource(), (notice) -> {
			});
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The locks that a statement took, for example {@code ACCESS EXCLUSIVE public.t}. */
	public static List<String> locks(StatementTrace trace) {
		return trace.newLocks().stream().map(Tracing::text).toList();
	}

	private static String text(LockTrace lock) {
		return lock.mode().sql() + " " + lock.object().name();
	}

	/** The names of objects. */
	public static List<String> names(List<ObjectTrace> objects) {
		return objects.stream().map((object) -> object.name().toString()).sorted().toList();
	}

}
