package dev.appmigrations.generate;

import java.util.List;

import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.operation.DatabaseOperations;
import dev.appmigrations.engine.shape.CastShape;
import dev.appmigrations.engine.shape.ConstraintShape;
import dev.appmigrations.engine.shape.IndexShape;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.support.HostileDatabase;
import dev.appmigrations.support.MemoryScripts;
import dev.appmigrations.support.OldestAndNewest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reading the catalogue for a generator, as a superuser, in a database where a role
 * without rights has put what looks like the server's own into the search path.
 */
@OldestAndNewest
class HostileCatalogueTests {

	@ParameterizedTest
	@ValueSource(strings = { "public, pg_catalog", "\"$user\", public", "hostile, public" })
	void readWhenPathIsHostileCallsNothingOfIt(String path) {
		try (HostileDatabase database = HostileDatabase.create(path)) {
			database.execute(
					"""
							CREATE TYPE public.feeling AS ENUM ('sad', 'glad');
							CREATE TABLE public.other (id int PRIMARY KEY, code int UNIQUE);
							CREATE TABLE public.plain (id int PRIMARY KEY, mood pg_catalog.text DEFAULT 'x' COLLATE pg_catalog."C",
							  feeling public.feeling DEFAULT 'sad', twice int GENERATED ALWAYS AS (id * 2) STORED,
							  parent int REFERENCES public.plain, other int REFERENCES public.other, CHECK (id > 0));
							CREATE INDEX plain_lower ON public.plain (lower(mood)) WHERE id > 1;
							CREATE VIEW public.looks AS SELECT id, mood || 'x' AS x FROM public.plain;
							CREATE STATISTICS public.both_of ON id, mood FROM public.plain;
							CREATE POLICY own ON public.plain USING (id > 0);
							GRANT SELECT (mood), UPDATE ON public.plain TO PUBLIC;
							CREATE TABLE public.parts (id int PRIMARY KEY) PARTITION BY RANGE (id);
							CREATE TABLE public.part_1 PARTITION OF public.parts FOR VALUES FROM (1) TO (2);
							CREATE PUBLICATION news FOR TABLE public.plain""");
			DatabaseOperations operations = Migrator.builder(database.dataSource("shop"), new MemoryScripts())
				.build()
				.database();
			Catalogue catalogue = new DatabaseCatalogue(operations);
			for (ObjectName name : List.of(ObjectName.of("plain"), ObjectName.of("public", "plain"))) {
				TableShape plain = catalogue.table(name);
				assertThat(plain).isNotNull();
				assertThat(plain.columns()).hasSize(6);
				assertThat(plain.constraints()).extracting(ConstraintShape::name)
					.contains("plain_other_fkey", "plain_pkey");
				assertThat(plain.indexes()).extracting(IndexShape::name).containsExactly("plain_lower", "plain_pkey");
				assertThat(plain.publications()).containsExactly("news");
				CastShape cast = catalogue.cast(plain, "id", "pg_catalog.int8");
				assertThat(cast).isNotNull();
			}
			TableShape parts = catalogue.table(ObjectName.of("parts"));
			assertThat(parts).isNotNull();
			assertThat(parts.partitions().leaves()).hasSize(1);
			for (ObjectName name : List.of(ObjectName.of("plain_lower"), ObjectName.of("public", "plain_lower"))) {
				TableShape indexed = catalogue.tableOfIndex(name);
				assertThat(indexed).isNotNull();
				assertThat(indexed.name().name()).isEqualTo("plain");
			}
			assertThat(catalogue.tableOfIndex(ObjectName.of("plain"))).isNull();
			for (ObjectName name : List.of(ObjectName.of("feeling"), ObjectName.of("public", "feeling"))) {
				assertThat(catalogue.enumLabels(name)).containsExactly("sad", "glad");
			}
			assertThat(catalogue.enumLabels(ObjectName.of("plain"))).isNull();
			assertThat(catalogue.enumLabels(ObjectName.of("pg_catalog", "int4"))).isNull();
			assertThat(catalogue.isVolatile(List.of("random"))).isTrue();
			assertThat(catalogue.isVolatile(List.of())).isFalse();
			database.assertNothingWasCalled();
		}
	}

}
