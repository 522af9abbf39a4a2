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
					  %EQUAL_IMAGE% AS equal_image
					FROM pair p LEFT JOIN pg_catalog.pg_type t ON t.oid = p.new
					CROSS JOIN (VALUES ('old', 'new'), ('new', 'old')) w (side, other)
					LEFT JOIN basic n ON n.side = 'new' LEFT JOIN basic f ON f.side = w.side LEFT JOIN basic g ON g.side = w.other
					LEFT JOIN textual fx ON fx.side = w.side LEFT JOIN textual gx ON gx.side = w.other
					LEFT JOIN pg_catalog.pg_cast c ON c.castsource = f.oid AND c.casttarget = g.oid
					LEFT JOIN pg_catalog.pg_proc r ON r.oid = c.castfunc
					ORDER BY w.side DESC"""
				.replace("%EQUAL_IMAGE%", ShapeSql.equalImage("n", "true")));

	private CastSql() {
	}

}
