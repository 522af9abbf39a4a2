package dev.appmigrations.engine.execute;

import java.sql.SQLException;
import java.util.List;

import dev.appmigrations.engine.execute.recovery.Recovery;
import dev.appmigrations.engine.execute.recovery.Recovery.Verdict;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.StatementBatch;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.support.HostileDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every question of every recovery, in a database where the search path leads to what
 * looks like the server's own.
 */
@ParameterizedClass(name = "search_path = {0}")
@ValueSource(strings = { "\"$user\", public", "public, pg_catalog" })
class HostileRecoveryTests {

	@Parameter
	String searchPath;

	private HostileDatabase database;

	private Session session;

	@BeforeEach
	void openSession() throws SQLException {
		this.database = HostileDatabase.create(this.searchPath);
		this.database.execute("""
				CREATE TABLE public.t (x integer PRIMARY KEY, y integer);
				INSERT INTO public.t VALUES (1, 1), (2, 1);
				CREATE INDEX i ON public.t (y);
				CREATE INDEX t_y_idx_ccnew ON public.t (y);
				CREATE TABLE public.p (x integer) PARTITION BY RANGE (x);
				CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (1) TO (2);""");
		this.database.execute("BEGIN; SELECT pg_advisory_xact_lock(1); PREPARE TRANSACTION 'hostile'");
		this.session = Session.open(this.database.dataSource("recovery"), (notice) -> {
		});
	}

	@AfterEach
	void dropDatabase() {
		this.session.close();
		try {
			this.database.assertNothingWasCalled();
		}
		finally {
			this.database.execute("ROLLBACK PREPARED 'hostile'");
			this.database.close();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			CREATE_INDEX_CONCURRENTLY     | CREATE INDEX CONCURRENTLY new ON public.t (x)
			CREATE_INDEX_CONCURRENTLY     | CREATE UNIQUE INDEX CONCURRENTLY ON public.t (y)
			DROP_INDEX_CONCURRENTLY       | DROP INDEX CONCURRENTLY public.i
			REINDEX_CONCURRENTLY          | REINDEX INDEX CONCURRENTLY public.i
			REINDEX_CONCURRENTLY          | REINDEX TABLE CONCURRENTLY public.t
			REINDEX_CONCURRENTLY          | REINDEX SCHEMA CONCURRENTLY public
			REINDEX_CONCURRENTLY          | REINDEX DATABASE CONCURRENTLY current
			DETACH_PARTITION_CONCURRENTLY | ALTER TABLE public.p DETACH PARTITION public.p1 CONCURRENTLY
			CREATE_DATABASE               | CREATE DATABASE nowhere
			DROP_DATABASE                 | DROP DATABASE nowhere
			CREATE_TABLESPACE             | CREATE TABLESPACE nowhere LOCATION '/nowhere'
			DROP_TABLESPACE               | DROP TABLESPACE nowhere
			CREATE_SUBSCRIPTION           | CREATE SUBSCRIPTION nothing CONNECTION 'dbname=x' PUBLICATION p
			DROP_SUBSCRIPTION             | DROP SUBSCRIPTION nothing
			COMMIT_PREPARED               | COMMIT PREPARED 'hostile'
			ROLLBACK_PREPARED             | ROLLBACK PREPARED 'hostile'
			VACUUM                        | VACUUM public.t
			""")
	void recoveryAsksOnlyTheServer(StatementKind kind, String text) throws BatchFailedException {
		String statement = text.replace("current", this.database.database().name());
		Recovery recovery = Recovery.of(kind, statement);
		QueryResult before = this.session.query(List.of("SELECT " + recovery.before() + " AS before"));
		String found = before.orThrow().rows(0).required(0, "before");
		recovery.clearWay(this.session);
		assertThat(recovery.examine(this.session, found)).isNotEqualTo(Verdict.DONE);
		if (kind.concurrent()) {
			runIfPossible(statement);
		}
		recovery.cleanUp(this.session, found);
		assertThat(recovery.examine(this.session, found)).isNotNull();
	}

	private void runIfPossible(String statement) throws BatchFailedException {
		StatementBatch batch = new StatementBatch();
		batch.add(statement);
		try {
			this.session.send(batch);
		}
		catch (BatchFailedException ex) {
			assertThat(statement).as(ex.error().text()).startsWith("CREATE UNIQUE INDEX");
		}
	}

}
