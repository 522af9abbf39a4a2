package dev.appmigrations.engine.safety.facts;

/**
 * Chooses the objects that facts are wanted about, and keeps their oids in settings of
 * the transaction for the statements behind. All catalogues are read by index where names
 * are given, so that the number of tables in the database does not matter: foreign keys
 * that refer to a table are found by their dependency, because {@code pg_constraint} has
 * no index for them. The relations at the other end of foreign keys come without
 * dependents, and without the foreign keys of others.
 */
final class FactsScope {

	/**
	 * Resolves names as the search path does, and adds what belongs to what they name.
	 */
	static final String NAMES = """
			WITH RECURSIVE asked (number, space, name, routine) AS MATERIALIZED (
			  VALUES %s
			), path (place, space) AS MATERIALIZED (
			  SELECT u.place, u.space FROM pg_catalog.unnest(%s) WITH ORDINALITY AS u (space, place)
			), candidate (number, place, space, name, routine) AS MATERIALIZED (
			  SELECT a.number, 0::pg_catalog.int8, n.oid, a.name, a.routine
			  FROM asked a JOIN pg_catalog.pg_namespace n ON n.nspname OPERATOR(pg_catalog.=) a.space
			  UNION ALL SELECT a.number, 0::pg_catalog.int8, pg_catalog.pg_my_temp_schema(), a.name, a.routine
			  FROM asked a WHERE a.space OPERATOR(pg_catalog.=) 'pg_temp'::pg_catalog.name
			  UNION ALL SELECT a.number, p.place, n.oid, a.name, a.routine
			  FROM asked a, path p JOIN pg_catalog.pg_namespace n ON n.nspname OPERATOR(pg_catalog.=) p.space
			  WHERE a.space IS NULL
			), relation (number, oid) AS MATERIALIZED (
			  SELECT DISTINCT ON (k.number) k.number, c.oid FROM candidate k
			    JOIN pg_catalog.pg_class c ON c.relname OPERATOR(pg_catalog.=) k.name AND c.relnamespace OPERATOR(pg_catalog.=) k.space
			  WHERE NOT k.routine ORDER BY k.number, k.place
			), type (number, oid) AS MATERIALIZED (
			  SELECT DISTINCT ON (k.number) k.number, t.oid FROM candidate k
			    JOIN pg_catalog.pg_type t ON t.typname OPERATOR(pg_catalog.=) k.name AND t.typnamespace OPERATOR(pg_catalog.=) k.space
			  WHERE NOT k.routine ORDER BY k.number, k.place
			), made_of (oid) AS (
			  SELECT t.oid FROM type t
			  UNION SELECT d.objid FROM made_of m JOIN pg_catalog.pg_depend d
			    ON d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid AND d.refobjid OPERATOR(pg_catalog.=) m.oid
			    AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid
			), start (oid) AS MATERIALIZED (
			  SELECT coalesce(x.indrelid, r.oid) FROM relation r
			    LEFT JOIN pg_catalog.pg_index x ON x.indexrelid OPERATOR(pg_catalog.=) r.oid
			  UNION SELECT d.objid FROM made_of m JOIN pg_catalog.pg_depend d
			    ON d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid AND d.refobjid OPERATOR(pg_catalog.=) m.oid
			    AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AND d.objsubid OPERATOR(pg_catalog.>) 0
			), ancestor (oid) AS (
			  SELECT s.oid FROM start s
			  UNION SELECT i.inhparent FROM ancestor a JOIN pg_catalog.pg_inherits i ON i.inhrelid OPERATOR(pg_catalog.=) a.oid
			), descendant (oid) AS (
			  SELECT s.oid FROM start s
			  UNION SELECT i.inhrelid FROM descendant a JOIN pg_catalog.pg_inherits i ON i.inhparent OPERATOR(pg_catalog.=) a.oid
			), member (oid) AS MATERIALIZED (
			  SELECT a.oid FROM ancestor a
			  UNION SELECT l.oid FROM (SELECT d.oid FROM descendant d LIMIT %d) l
			), partner (oid) AS (
			  SELECT k.confrelid FROM ancestor a JOIN pg_catalog.pg_constraint k ON k.conrelid OPERATOR(pg_catalog.=) a.oid
			  WHERE k.contype OPERATOR(pg_catalog.=) 'f'::pg_catalog."char"
			  UNION SELECT k.conrelid FROM ancestor a JOIN pg_catalog.pg_depend d
			    ON d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AND d.refobjid OPERATOR(pg_catalog.=) a.oid
			      AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid
			    JOIN pg_catalog.pg_constraint k ON k.oid OPERATOR(pg_catalog.=) d.objid
			  WHERE k.contype OPERATOR(pg_catalog.=) 'f'::pg_catalog."char" AND k.conparentid OPERATOR(pg_catalog.=) 0::pg_catalog.oid
			), related (oid) AS MATERIALIZED (
			  SELECT m.oid FROM member m
			  UNION SELECT l.oid FROM (SELECT p.oid FROM partner p LIMIT %d) l
			), routine (oid) AS MATERIALIZED (
			  SELECT f.oid FROM candidate k JOIN pg_catalog.pg_proc f ON f.proname OPERATOR(pg_catalog.=) k.name AND f.pronamespace OPERATOR(pg_catalog.=) k.space
			  WHERE k.routine
			)
			SELECT pg_catalog.set_config('app_migrations.relations',
			    coalesce((SELECT pg_catalog.string_agg(pg_catalog.format('%%s', c.oid), ',') FROM related p
			      JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) p.oid
			      WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,f,v,m,S}'::pg_catalog."char"[])), ''), true),
			  pg_catalog.set_config('app_migrations.members',
			    coalesce((SELECT pg_catalog.string_agg(pg_catalog.format('%%s', m.oid), ',') FROM member m), ''), true),
			  pg_catalog.set_config('app_migrations.types',
			    coalesce((SELECT pg_catalog.string_agg(pg_catalog.format('%%s', t.oid), ',') FROM type t), ''), true),
			  pg_catalog.set_config('app_migrations.routines',
			    coalesce((SELECT pg_catalog.string_agg(pg_catalog.format('%%s', r.oid), ',') FROM routine r), ''), true)""";

	/** Chooses all that is not the server's own. */
	static final String EVERYTHING = """
			WITH space (oid) AS MATERIALIZED (
			  SELECT n.oid FROM pg_catalog.pg_namespace n
			  WHERE n.nspname OPERATOR(pg_catalog.<>) 'information_schema'::pg_catalog.name
			    AND n.nspname OPERATOR(pg_catalog.!~) '^pg_'::pg_catalog.text AND %s
			)
			SELECT pg_catalog.set_config('app_migrations.relations', coalesce((SELECT pg_catalog.string_agg(pg_catalog.format('%%s', c.oid), ',')
			    FROM space s JOIN pg_catalog.pg_class c ON c.relnamespace OPERATOR(pg_catalog.=) s.oid
			    WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,f,v,m,S}'::pg_catalog."char"[])), ''), true),
			  pg_catalog.set_config('app_migrations.types', coalesce((SELECT pg_catalog.string_agg(pg_catalog.format('%%s', t.oid), ',')
			    FROM space s JOIN pg_catalog.pg_type t ON t.typnamespace OPERATOR(pg_catalog.=) s.oid
			      LEFT JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) t.typrelid
			    WHERE t.typtype OPERATOR(pg_catalog.<>) 'p'::pg_catalog."char" AND t.typelem OPERATOR(pg_catalog.=) 0::pg_catalog.oid
			      AND (c.oid IS NULL OR c.relkind OPERATOR(pg_catalog.=) 'c'::pg_catalog."char")), ''), true),
			  pg_catalog.set_config('app_migrations.routines', coalesce((SELECT pg_catalog.string_agg(pg_catalog.format('%%s', f.oid), ',')
			    FROM space s JOIN pg_catalog.pg_proc f ON f.pronamespace OPERATOR(pg_catalog.=) s.oid
			    WHERE f.prokind OPERATOR(pg_catalog.=) 'f'::pg_catalog."char"), ''), true)""";

	private FactsScope() {
	}

}
