package dev.appmigrations.engine;

import dev.appmigrations.support.MemoryScripts;

/**
 * A script with a statement of each kind that is executed in its own way, and what is
 * there before it. The role {@link #ROLE} exists.
 */
final class MixedScript {

	static final String ROLE = "mason";

	static final String BASE_NAME = "1_base.sql";

	static final String NAME = "2_mixed.sql";

	static final String BASE = """
			CREATE TABLE gate (id int);
			CREATE TABLE item (id int PRIMARY KEY, name text, amount int);
			INSERT INTO item SELECT i, 'item ' || i, i % 7 FROM generate_series(1, 500) i;
			CREATE INDEX item_old ON item (amount);
			CREATE TABLE part (id int, day int, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
			CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (1) TO (10);
			CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (10) TO (20);
			INSERT INTO part SELECT i, i FROM generate_series(1, 19) i;
			CREATE SCHEMA depot AUTHORIZATION mason;
			CREATE TABLE depot.shelf (id int, label text);
			CREATE INDEX shelf_old ON depot.shelf (label);
			ALTER TABLE depot.shelf OWNER TO mason;
			CREATE TABLE filled (id int PRIMARY KEY);
			CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$
			BEGIN
			  INSERT INTO filled VALUES (1) ON CONFLICT DO NOTHING;
			  COMMIT;
			  LOCK TABLE gate IN ACCESS SHARE MODE;
			  INSERT INTO filled VALUES (2) ON CONFLICT DO NOTHING;
			  COMMIT;
			END $$;
			""";

	static final String TEXT = """
			ALTER TABLE item ADD COLUMN price numeric NOT NULL DEFAULT 0;
			INSERT INTO item VALUES (501, 'late', 1, 9.5);
			BEGIN;
			ALTER TABLE item ADD CONSTRAINT amount_positive CHECK (amount >= 0);
			INSERT INTO gate VALUES (1);
			COMMIT;
			COPY item (id, name, amount) FROM stdin;
			601\tcopied; with a semicolon\t1
			602\tcopied\t2
			\\.
			INSERT INTO gate SELECT count(*) FROM item;
			CREATE INDEX CONCURRENTLY item_name ON item (name);
			CREATE INDEX CONCURRENTLY ON item (price);
			CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS item_unique ON item (id, name);
			DROP INDEX CONCURRENTLY item_old;
			REINDEX TABLE CONCURRENTLY item;
			ALTER TABLE part DETACH PARTITION part_1 CONCURRENTLY;
			VACUUM (ANALYZE) item;
			SET search_path = depot;
			SET ROLE mason;
			CREATE TABLE box (id int, made_by text DEFAULT current_user);
			INSERT INTO box VALUES (1);
			CREATE INDEX CONCURRENTLY box_id ON box (id);
			DROP INDEX CONCURRENTLY shelf_old;
			INSERT INTO box VALUES (2);
			DISCARD ALL;
			CREATE TABLE after_discard AS SELECT current_user::text AS who, current_setting('search_path') AS path;
			CALL fill();
			INSERT INTO gate VALUES (2);
			""";

	private MixedScript() {
	}

	static MemoryScripts scripts() {
		return new MemoryScripts().with(BASE_NAME, BASE).with(NAME, TEXT);
	}

}
