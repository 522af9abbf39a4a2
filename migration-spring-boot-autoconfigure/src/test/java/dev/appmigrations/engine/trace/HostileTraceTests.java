package dev.appmigrations.engine.trace;

import java.sql.SQLException;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.safety.trace.UnitTrace;
import dev.appmigrations.support.HostileDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The queries of the trace where the search path leads to what others have made.
 */
class HostileTraceTests {

	@ParameterizedTest
	@ValueSource(strings = { "public, pg_catalog", "\"$user\", public", "hostile, public" })
	void traceWhenPathIsHostileCallsNothingOfIt(String path) throws SQLException {
		try (HostileDatabase database = HostileDatabase.create(path)) {
			database
				.execute("CREATE TABLE public.plain (id integer, mood text); INSERT INTO public.plain VALUES (1, 'x');"
						+ "CREATE INDEX plain_mood ON public.plain (mood)");
			try (Session session = Session.open(database.dataSource("trace"), (notice) -> {
			})) {
				UnitTrace trace = TransactionTrace.of(session,
						"ALTER TABLE public.plain ALTER mood SET NOT NULL;" + " DROP INDEX public.plain_mood");
				assertThat(trace.statements()).extracting(StatementTrace::failure).containsOnlyNulls();
				assertThat(Tracing.names(trace.statements().get(0).scans())).containsExactly("public.plain");
				assertThat(Tracing.names(trace.statements().get(1).dropped())).containsExactly("public.plain_mood");
				UnitTrace alone = TransactionTrace.alone(session, () -> open(database),
						"CREATE INDEX CONCURRENTLY plain_id ON public.plain (id)");
				assertThat(Tracing.names(alone.statements().get(0).indexBuilds())).containsExactly("public.plain_id");
			}
			database.assertNothingWasCalled();
		}
	}

	private static Session open(HostileDatabase database) {
		try {
			return Session.open(database.dataSource("sampler"), (notice) -> {
			});
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
