package dev.appmigrations.engine.proof;

import java.sql.Connection;
import java.sql.Statement;

import dev.appmigrations.engine.sql.ExplicitSql;
import dev.appmigrations.support.HostileDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The query behind a snapshot, without the transaction around it.
 */
class CatalogueQueryTests {

	@Test
	void queryLeavesNothingToTheSearchPath() {
		assertThat(ExplicitSql.violations(CatalogueQuery.text("history", null))).isEmpty();
		assertThat(ExplicitSql.violations(CatalogueQuery.changes("history"))).isEmpty();
		assertThat(ExplicitSql.violations(CatalogueFingerprints.query("history"))).isEmpty();
	}

	/**
	 * The path that a snapshot sets is needed for views and rules only, whose definitions
	 * the server itself looks up with a query that leaves its operator to the path (see
	 * PostgreSQL: src/backend/utils/adt/ruleutils.c, query_getviewrule): the query of
	 * ours does without it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "public, pg_catalog", "\"$user\", public", "hostile, public" })
	void queryWhenPathIsHostileCallsNothingOfIt(String path) throws Exception {
		try (HostileDatabase database = HostileDatabase.create(path)) {
			database.execute(
					"""
							DO $$ DECLARE v record; BEGIN
							  FOR v IN SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace LOOP
							    EXECUTE format('DROP VIEW public.%I', v.relname);
							  END LOOP;
							END $$;
							CREATE TABLE public.plain (id int PRIMARY KEY, mood text DEFAULT 'x' COLLATE pg_catalog."C",
							  CHECK (id > 0));
							CREATE INDEX ON public.plain (lower(mood));
							GRANT SELECT ON public.plain TO PUBLIC;
							COMMENT ON TABLE public.plain IS 'plain';
							CREATE TYPE public.feeling AS ENUM ('sad', 'glad');
							CREATE STATISTICS public.both_of ON id, mood FROM public.plain;
							CREATE POLICY own ON public.plain USING (id > 0);
							ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC;
							CREATE PUBLICATION news FOR TABLE public.plain""");
			try (Connection connection = database.dataSource("proof").getConnection();
					Statement statement = connection.createStatement()) {
				assertThat(statement.execute(CatalogueQuery.text("history", "own"))).isTrue();
				assertThat(statement.execute(CatalogueFingerprints.query("history"))).isTrue();
				String relation = database
					.value("SELECT " + CatalogueGroup.RELATION.key("'public.plain'::regclass::oid"));
				String type = database.value("SELECT " + CatalogueGroup.TYPE.key("'public.feeling'::regtype::oid"));
				statement.execute("PREPARE changes (pg_catalog.int8[], pg_catalog.int8[], pg_catalog.bool) AS "
						+ CatalogueQuery.changes("history"));
				assertThat(statement
					.execute("EXECUTE changes ('{" + relation + "," + type + "}', '{" + relation + "}', true)"))
					.isTrue();
			}
			database.assertNothingWasCalled();
		}
	}

}
