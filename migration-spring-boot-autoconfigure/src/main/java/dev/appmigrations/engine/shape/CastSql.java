package dev.appmigrations.engine.shape;

/**
 * The query that reads how values of a column become values of another type. The name of
 * that type is looked up by the server, as in a statement.
 */
final class CastSql {

	/**
	 * With the type as a constant, the number of the table, and the column as a constant.
	 */
	static final String CAST = ShapeSql.qualified(
			"""
					WITH RECURSIVE pair AS (
					  SELECT a.atttypid AS old, pg_catalog.to_regtype(%1$s)::pg_catalog.oid AS new FROM pg_catalog.pg_attribute a
					  WHERE a.attrelid = %2$s AND a.attname = %3$s
					), base (side, type, depth) AS (
					  SELECT 'old', p.old, 0 FROM pair p UNION ALL SELECT 'new', p.new, 0 FROM pair p WHERE p.new IS NOT NULL
					  UNION ALL
					  SELECT b.side, t.typbasetype, b.depth + 1 FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.type
					  WHERE t.typtype = 'd'
					), basic AS (
					  SELECT DISTINCT ON (b.side) b.side, t.* FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.type
					  ORDER BY b.side, b.depth DESC
					), textual AS (
					  SELECT b.side, i.provolatile = 'i' AS reads, o.provolatile = 'i' AS writes FROM basic b
					  JOIN pg_catalog.pg_proc i ON i.oid = b.typinput::pg_catalog.oid
					  JOIN pg_catalog.pg_proc o ON o.oid = b.typoutput::pg_catalog.oid
					)
					SELECT p.new IS NOT NULL AS found, t.typtype = 'd' AS domain, w.side,
					  CASE WHEN f.oid = g.oid THEN 'BINARY'
					    WHEN c.castmethod = 'b' THEN 'BINARY'
					    WHEN c.castmethod = 'f' THEN CASE WHEN r.provolatile = 'i' THEN 'IMMUTABLE' ELSE 'DEPENDENT' END
					    WHEN c.castmethod = 'i' OR f.typcategory = 'S' OR g.typcategory = 'S'
					      THEN CASE WHEN fx.writes AND gx.reads THEN 'IMMUTABLE' ELSE 'DEPENDENT' END
					    ELSE 'NONE' END AS way,
					  coalesce((SELECT k.proname = 'btequalimage' OR k.proname = 'btvarstrequalimage'
					    FROM pg_catalog.pg_opclass o JOIN pg_catalog.pg_am m ON m.oid = o.opcmethod AND m.amname = 'btree'
					    JOIN pg_catalog.pg_amproc q ON q.amprocfamily = o.opcfamily AND q.amproclefttype = o.opcintype
					      AND q.amprocrighttype = o.opcintype AND q.amprocnum = 4
					    JOIN pg_catalog.pg_proc k ON k.oid = q.amproc::pg_catalog.oid
					      AND k.pronamespace = 'pg_catalog'::pg_catalog.regnamespace::pg_catalog.oid
					    JOIN basic n ON n.side = 'new'
					    WHERE o.opcdefault AND o.opcintype = CASE WHEN n.oid = 'pg_catalog.varchar'::pg_catalog.regtype::pg_catalog.oid
					      THEN 'pg_catalog.text'::pg_catalog.regtype::pg_catalog.oid
					      WHEN n.typtype = 'e' THEN 'pg_catalog.anyenum'::pg_catalog.regtype::pg_catalog.oid ELSE n.oid END
					    LIMIT 1), false) AS equal_image
					FROM pair p LEFT JOIN pg_catalog.pg_type t ON t.oid = p.new
					CROSS JOIN (VALUES ('old', 'new'), ('new', 'old')) w (side, other)
					LEFT JOIN basic f ON f.side = w.side LEFT JOIN basic g ON g.side = w.other
					LEFT JOIN textual fx ON fx.side = w.side LEFT JOIN textual gx ON gx.side = w.other
					LEFT JOIN pg_catalog.pg_cast c ON c.castsource = f.oid AND c.casttarget = g.oid
					LEFT JOIN pg_catalog.pg_proc r ON r.oid = c.castfunc
					ORDER BY w.side DESC""");

	private CastSql() {
	}

}
