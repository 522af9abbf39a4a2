package dev.appmigrations.engine.safety.facts;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.safety.facts.FactsRequest.Depth;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.support.HostileDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Facts of a database in which a role without rights has put what looks like the server's
 * own into the search path.
 */
class HostileFactsTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@ParameterizedTest
	@ValueSource(strings = { "public, pg_catalog", "\"$user\", public", "hostile, public" })
	void readWhenPathIsHostileCallsNothingOfIt(String path) throws Exception {
		try (HostileDatabase database = HostileDatabase.create(path)) {
			database.execute(
					"""
							CREATE DOMAIN public.positive AS int CHECK (VALUE > 0);
							CREATE TYPE public.feeling AS ENUM ('sad', 'glad');
							CREATE TABLE public.plain (id int PRIMARY KEY, mood pg_catalog.text DEFAULT 'x' COLLATE pg_catalog."C",
							  feeling public.feeling DEFAULT 'sad', level public.positive, twice int GENERATED ALWAYS AS (id * 2) STORED,
							  parent int REFERENCES public.plain, CHECK (id > 0), CHECK (mood <> 'y'));
							CREATE INDEX plain_lower ON public.plain (lower(mood)) WHERE id > 1;
							CREATE VIEW public.looks AS SELECT id, mood || 'x' AS x FROM public.plain;
							CREATE STATISTICS public.both_of ON id, mood FROM public.plain;
							CREATE POLICY own ON public.plain USING (id > 0);
							CREATE TABLE public.parts (id int) PARTITION BY RANGE (id);
							CREATE TABLE public.part_1 PARTITION OF public.parts FOR VALUES FROM (1) TO (2);
							INSERT INTO public.plain (id) VALUES (1);
							CREATE PUBLICATION news FOR TABLE public.plain""");
			try (Session session = Session.open(database.dataSource("facts"), (notice) -> {
			})) {
				FactsRequest everything = FactsRequest.ofEverything(List.of(), LIMIT);
				FactsRequest names = FactsRequest
					.of(List.of(ObjectName.of("plain_lower"), ObjectName.of("parts"),
							ObjectName.of("public", "feeling")), List.of(ObjectName.of("now"), ObjectName.of("lower")),
							"public")
					.with(LIMIT, Depth.PROBES);
				for (FactsRequest request : List.of(everything, names)) {
					FactsReading reading = new FactsReader().read(session, request);
					assertThat(reading.reason()).isNull();
					SchemaFacts facts = Objects.requireNonNull(reading.facts());
					RelationFacts plain = facts.relations()
						.stream()
						.filter((relation) -> relation.name().equals("plain"))
						.findFirst()
						.orElseThrow();
					assertThat(plain.empty()).isFalse();
					assertThat(plain.constraints()).hasSizeGreaterThanOrEqualTo(4);
				}
				database.assertNothingWasCalled();
				try (Connection holder = database.safe(); Statement statement = holder.createStatement()) {
					holder.setAutoCommit(false);
					statement.execute("LOCK TABLE public.plain");
					assertThat(new FactsReader().read(session, names).reason()).contains("locked exclusively");
				}
			}
			database.assertNothingWasCalled();
		}
	}

	/**
	 * To plan a query, the server runs what an index of the table calls with constants.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "CREATE INDEX ON %s ((public.evil(1) OPERATOR(pg_catalog.+) a))",
			"CREATE INDEX ON %s (a) WHERE public.evil(a) OPERATOR(pg_catalog.>) public.evil(1)",
			"CREATE STATISTICS public.evil_s ON (public.evil(1)), a FROM %s" })
	void readWhenOwnerIsNotBelievedRunsNothingOfTheTable(String statement) throws Exception {
		try (HostileDatabase database = HostileDatabase.create("public")) {
			database
				.execute("SET ROLE mallory; CREATE FUNCTION public.evil(i int) RETURNS int IMMUTABLE LANGUAGE sql AS"
						+ " 'SELECT i'; CREATE TABLE public.theirs (a int);"
						+ " CREATE TABLE public.parts (a int) PARTITION BY LIST (a);"
						+ " CREATE TABLE public.part PARTITION OF public.parts FOR VALUES IN (1);"
						+ " INSERT INTO public.theirs VALUES (1); INSERT INTO public.parts VALUES (1); "
						+ statement.formatted("public.theirs") + "; "
						+ statement.formatted("public.part").replace("evil_s", "evil_t")
						+ "; CREATE OR REPLACE FUNCTION public.evil(i int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS"
						+ " $$ BEGIN RAISE WARNING 'evil'; RETURN i; END $$");
			List<String> notices = new ArrayList<>();
			try (Session session = Session.open(database.dataSource("facts"),
					(notice) -> notices.add(notice.getMessage()))) {
				FactsReading reading = new FactsReader().read(session,
						FactsRequest.ofEverything(List.of("public"), LIMIT));
				assertThat(reading.reason()).isNull();
				assertThat(Objects.requireNonNull(reading.facts()).relations())
					.filteredOn(
							(relation) -> relation.name().startsWith("theirs") || relation.name().startsWith("part"))
					.hasSize(3)
					.allSatisfy((relation) -> assertThat(relation.empty()).isNull());
			}
			assertThat(notices).isEmpty();
		}
	}

}
