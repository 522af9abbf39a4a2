package dev.appmigrations.engine.shape;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The queries with which {@link ShapeReader} reads a table. {@code %OID%} is its number,
 * {@code %PATH%} the schemas in which names without one are looked up. Operators are
 * written short here and qualified when the class is loaded: nothing is resolved through
 * a search path.
 */
final class ShapeSql {

	private static final Pattern OPERATOR = Pattern.compile(" (=|<>|<=|>|\\|\\||\\+) ");

	/** The table, and what the server and the session are. */
	static final String TABLE = qualified("""
			SELECT f.*, pg_catalog.current_setting('server_version_num') AS version,
			  (%PATH%)[1] AS creation_schema
			FROM (SELECT 1) AS one LEFT JOIN LATERAL (
			  SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind, c.relpersistence AS persistence,
			    c.relrowsecurity AS row_security, c.relforcerowsecurity AS forced, c.relispartition AS partition,
			    c.relreplident AS identity, pg_catalog.pg_get_userbyid(c.relowner) AS owner,
			    pg_catalog.obj_description(c.oid, 'pg_class') AS comment,
			    EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid) AS children,
			    EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid) AS child,
			    EXISTS (SELECT FROM pg_catalog.pg_subscription_rel s WHERE s.srrelid = c.oid) AS subscribed
			  FROM pg_catalog.unnest(%SPACES%) WITH ORDINALITY AS p (space, place)
			  JOIN pg_catalog.pg_namespace n ON true
			  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND %CONDITION%
			  ORDER BY p.place LIMIT 1) f ON true""");

	/** The condition of {@link #TABLE} that finds it by one of its indexes. */
	static final String INDEXED = qualified("""
			c.oid = (SELECT x.indrelid FROM pg_catalog.pg_index x
			  JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid AND i.relname = %NAME%
			  JOIN pg_catalog.pg_namespace o ON o.oid = i.relnamespace AND o.nspname = p.space)""");

	/**
	 * {@code equal_image}: equal values look the same, see the support functions of btree
	 * operator classes (the manual's section on B-Tree support functions). Domains count
	 * as what they are made of.
	 */
	static final String COLUMNS = qualified(
			"""
					WITH RECURSIVE base (number, type, depth) AS (
					  SELECT a.attnum, a.atttypid, 0 FROM pg_catalog.pg_attribute a
					  WHERE a.attrelid = %OID% AND a.attnum > 0 AND NOT a.attisdropped
					  UNION ALL
					  SELECT b.number, t.typbasetype, b.depth + 1 FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.type
					  WHERE t.typtype = 'd'
					), basic AS (
					  SELECT DISTINCT ON (b.number) b.number, b.type FROM base b ORDER BY b.number, b.depth DESC
					)
					SELECT a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
					  a.attnotnull AS not_null, a.attgenerated AS generated, a.attidentity AS identity,
					  pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS default_expression,
					  CASE WHEN a.attcollation <> t.typcollation THEN pg_catalog.quote_ident(ln.nspname::pg_catalog.text)
					    || '.' || pg_catalog.quote_ident(l.collname::pg_catalog.text) END AS collation,
					  coalesce(l.collisdeterministic, true) AS deterministic,
					  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END AS storage,
					  a.attcompression AS compression, coalesce(a.attstattarget::pg_catalog.int4, -1) AS statistics,
					  pg_catalog.array_to_string(a.attoptions, ', ') AS options,
					  pg_catalog.col_description(a.attrelid, a.attnum::pg_catalog.int4) AS comment,
					  bt.typtype = 'c' AS composite, t.typtype = 'd' AS domain,
					  fi.provolatile = 'i' AND fo.provolatile = 'i' AS immutable_text,
					  EXISTS (SELECT FROM pg_catalog.pg_depend o WHERE o.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
					    AND o.refobjid = a.attrelid AND o.refobjsubid = a.attnum::pg_catalog.int4
					    AND o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AND o.deptype = 'a'
					    AND EXISTS (SELECT FROM pg_catalog.pg_class s WHERE s.oid = o.objid AND s.relkind = 'S')) AS owns_sequence,
					  %EQUAL_IMAGE% AS equal_image
					FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
					JOIN basic b ON b.number = a.attnum JOIN pg_catalog.pg_type bt ON bt.oid = b.type
					JOIN pg_catalog.pg_proc fi ON fi.oid = bt.typinput::pg_catalog.oid
					JOIN pg_catalog.pg_proc fo ON fo.oid = bt.typoutput::pg_catalog.oid
					LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
					LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
					LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
					WHERE a.attrelid = %OID% AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""
				.replace("%EQUAL_IMAGE%", equalImage("bt", "coalesce(l.collisdeterministic, true)")));

	/**
	 * One row for each column of each constraint, of the table and of those that refer to
	 * it.
	 */
	static final String CONSTRAINTS = qualified(
			"""
					SELECT k.oid, k.conname AS name, k.contype AS kind, pg_catalog.pg_get_constraintdef(k.oid) AS definition,
					  k.convalidated AS validated, k.condeferrable AS deferrable, k.conrelid = %OID% AS own,
					  k.coninhcount > 0 AS inherited,
					  hn.nspname AS table_schema, h.relname AS "table", h.relkind AS table_kind,
					  fn.nspname AS referenced_schema, f.relname AS referenced, x.relname AS index,
					  pg_catalog.obj_description(k.oid, 'pg_constraint') AS comment,
					  a.attname AS "column", fa.attname AS referenced_column
					FROM pg_catalog.pg_constraint k
					JOIN pg_catalog.pg_class h ON h.oid = k.conrelid JOIN pg_catalog.pg_namespace hn ON hn.oid = h.relnamespace
					LEFT JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
					LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
					LEFT JOIN pg_catalog.pg_class x ON x.oid = k.conindid
					LEFT JOIN LATERAL pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u (number, place) ON true
					LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
					LEFT JOIN pg_catalog.pg_attribute fa ON fa.attrelid = k.confrelid AND fa.attnum = k.confkey[u.place::pg_catalog.int4]
					WHERE (k.conrelid = %OID% OR (k.contype = 'f' AND k.confrelid = %OID%))
					  AND (k.conparentid = 0::pg_catalog.oid OR k.conrelid = %OID%)
					  AND k.contype <> 't'
					ORDER BY k.conrelid <> %OID%, k.conname, k.oid, u.place""");

	/** One row for each column that an index needs, in its key or in an expression. */
	static final String INDEXES = qualified(
			"""
					SELECT i.oid, i.relname AS name, pg_catalog.pg_get_indexdef(i.oid) AS definition, x.indisunique AS "unique",
					  x.indisprimary AS "primary", x.indisvalid AS valid, x.indisreplident AS identity, m.amname AS method,
					  x.indpred IS NOT NULL AS partial, x.indexprs IS NOT NULL AS expressions, i.relispartition AS attached,
					  pg_catalog.obj_description(i.oid, 'pg_class') AS comment,
					  (SELECT k.conname FROM pg_catalog.pg_constraint k WHERE k.conindid = i.oid AND k.conrelid = x.indrelid
					    AND (k.contype = 'p' OR k.contype = 'u' OR k.contype = 'x') LIMIT 1) AS "constraint",
					  u.place <= x.indnkeyatts::pg_catalog.int8 AS key, a.attname AS "column"
					FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
					JOIN pg_catalog.pg_am m ON m.oid = i.relam
					LEFT JOIN LATERAL (
					  SELECT n.number, n.place FROM pg_catalog.unnest(x.indkey::pg_catalog.int2[]) WITH ORDINALITY AS n (number, place)
					  WHERE n.number > 0
					  UNION ALL
					  SELECT DISTINCT d.refobjsubid::pg_catalog.int2, 1000::pg_catalog.int8 FROM pg_catalog.pg_depend d
					  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AND d.objid = i.oid
					    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AND d.refobjid = x.indrelid
					    AND d.refobjsubid > 0) u ON true
					LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = u.number
					WHERE x.indrelid = %OID% ORDER BY i.relname, i.oid, u.place, a.attnum""");

	/** One row for each column that a policy names. */
	static final String POLICIES = qualified("""
			SELECT p.oid, p.polname AS name, pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using_expression,
			  pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS check_expression, a.attname AS "column"
			FROM pg_catalog.pg_policy p
			LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass::pg_catalog.oid
			  AND d.objid = p.oid AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			  AND d.refobjid = %OID% AND d.refobjsubid > 0
			LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = %OID% AND a.attnum::pg_catalog.int4 = d.refobjsubid
			WHERE p.polrelid = %OID% ORDER BY p.polname, a.attnum""");

	/**
	 * One row for each column that a trigger names; the bits of {@code tgtype} are those
	 * of pg_trigger.h.
	 */
	static final String TRIGGERS = qualified("""
			SELECT g.oid, g.tgname AS name, pg_catalog.pg_get_triggerdef(g.oid) AS definition,
			  g.tgtype::pg_catalog.int4 AS bits, f.prosrc AS source, a.attname AS "column"
			FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_proc f ON f.oid = g.tgfoid
			LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass::pg_catalog.oid
			  AND d.objid = g.oid AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			  AND d.refobjid = %OID% AND d.refobjsubid > 0
			LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = %OID% AND a.attnum::pg_catalog.int4 = d.refobjsubid
			WHERE g.tgrelid = %OID% AND NOT g.tgisinternal ORDER BY g.tgname, a.attnum""");

	/**
	 * Views, functions, generated columns, statistics and publications that name a column
	 * or the table.
	 */
	static final String DEPENDENTS = qualified(
			"""
					SELECT DISTINCT CASE WHEN r.oid IS NOT NULL AND v.relkind = 'm' THEN 'MATERIALIZED_VIEW'
					    WHEN r.oid IS NOT NULL AND r.rulename = '_RETURN' THEN 'VIEW' WHEN r.oid IS NOT NULL THEN 'RULE'
					    WHEN q.oid IS NOT NULL THEN 'FUNCTION' WHEN g.attname IS NOT NULL THEN 'GENERATED_COLUMN'
					    WHEN s.oid IS NOT NULL THEN 'STATISTICS' ELSE 'OTHER' END AS kind,
					  CASE WHEN v.oid IS NOT NULL AND r.rulename = '_RETURN' THEN pg_catalog.format('%I.%I', vn.nspname, v.relname)
					    WHEN q.oid IS NOT NULL THEN q.oid::pg_catalog.regprocedure::pg_catalog.text
					    WHEN g.attname IS NOT NULL THEN pg_catalog.quote_ident(g.attname::pg_catalog.text)
					    WHEN s.oid IS NOT NULL THEN pg_catalog.format('%I.%I', sn.nspname, s.stxname)
					    ELSE (SELECT i.identity FROM pg_catalog.pg_identify_object(d.classid, d.objid, d.objsubid) i) END AS name,
					  CASE WHEN r.oid IS NOT NULL AND r.rulename = '_RETURN' THEN pg_catalog.pg_get_viewdef(v.oid)
					    WHEN r.oid IS NOT NULL THEN pg_catalog.pg_get_ruledef(r.oid)
					    WHEN q.oid IS NOT NULL AND (q.prokind = 'f' OR q.prokind = 'p') THEN pg_catalog.pg_get_functiondef(q.oid)
					    WHEN s.oid IS NOT NULL THEN pg_catalog.pg_get_statisticsobjdef(s.oid) END AS definition,
					  CASE WHEN d.refobjsubid > 0 THEN a.attname END AS "column"
					FROM pg_catalog.pg_depend d
					LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = %OID% AND a.attnum::pg_catalog.int4 = d.refobjsubid
					LEFT JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass::pg_catalog.oid
					LEFT JOIN pg_catalog.pg_class v ON v.oid = r.ev_class LEFT JOIN pg_catalog.pg_namespace vn ON vn.oid = v.relnamespace
					LEFT JOIN pg_catalog.pg_proc q ON q.oid = d.objid AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid
					LEFT JOIN pg_catalog.pg_attrdef f ON f.oid = d.objid AND d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass::pg_catalog.oid
					LEFT JOIN pg_catalog.pg_attribute g ON g.attgenerated <> '' AND g.attrelid = %OID%
					  AND g.attnum::pg_catalog.int4 <> d.refobjsubid
					  AND g.attnum::pg_catalog.int4 = CASE WHEN f.oid IS NOT NULL THEN f.adnum::pg_catalog.int4
					    WHEN d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AND d.objid = %OID% THEN d.objsubid END
					LEFT JOIN pg_catalog.pg_statistic_ext s ON s.oid = d.objid AND d.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass::pg_catalog.oid
					LEFT JOIN pg_catalog.pg_namespace sn ON sn.oid = s.stxnamespace
					WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AND d.refobjid = %OID%
					  AND (d.deptype = 'n' OR d.deptype = 'a')
					  AND d.classid <> 'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid
					  AND d.classid <> 'pg_catalog.pg_trigger'::pg_catalog.regclass::pg_catalog.oid
					  AND d.classid <> 'pg_catalog.pg_policy'::pg_catalog.regclass::pg_catalog.oid
					  AND d.classid <> 'pg_catalog.pg_publication_rel'::pg_catalog.regclass::pg_catalog.oid
					  AND (d.classid <> 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid OR g.attname IS NOT NULL)
					  AND (d.classid <> 'pg_catalog.pg_attrdef'::pg_catalog.regclass::pg_catalog.oid OR g.attname IS NOT NULL)
					  AND NOT coalesce(r.ev_class = %OID% AND r.rulename = '_RETURN', false)
					ORDER BY 1, 2, 4""");

	/** Rights on the table (no column) and on columns, those of the owner left out. */
	static final String GRANTS = qualified(
			"""
					SELECT NULL::pg_catalog.name AS "column", g.privilege_type AS privilege, g.is_grantable AS grantable,
					  CASE WHEN g.grantee = 0::pg_catalog.oid THEN NULL ELSE pg_catalog.pg_get_userbyid(g.grantee) END AS grantee
					FROM pg_catalog.pg_class c CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) g
					WHERE c.oid = %OID% AND g.grantee <> c.relowner
					UNION ALL
					SELECT a.attname, g.privilege_type, g.is_grantable,
					  CASE WHEN g.grantee = 0::pg_catalog.oid THEN NULL ELSE pg_catalog.pg_get_userbyid(g.grantee) END
					FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
					CROSS JOIN LATERAL pg_catalog.aclexplode(a.attacl) g
					WHERE a.attrelid = %OID% AND NOT a.attisdropped AND g.grantee <> c.relowner
					ORDER BY 1, 4, 2""");

	/** Publications that send the table's rows. */
	static final String PUBLICATIONS = qualified(
			"""
					SELECT b.pubname AS name FROM pg_catalog.pg_publication b WHERE b.puballtables
					  AND EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = %OID% AND c.relpersistence = 'p')
					UNION SELECT b.pubname FROM pg_catalog.pg_publication b JOIN pg_catalog.pg_publication_rel r ON r.prpubid = b.oid
					WHERE r.prrelid = %OID%%IN_SCHEMA% ORDER BY 1""");

	/** Behind {@link #PUBLICATIONS}, from version 15 on. */
	static final String IN_SCHEMA = qualified("""

			UNION SELECT b.pubname FROM pg_catalog.pg_publication b
			JOIN pg_catalog.pg_publication_namespace s ON s.pnpubid = b.oid
			JOIN pg_catalog.pg_class c ON c.relnamespace = s.pnnspid WHERE c.oid = %OID%""");

	/**
	 * The columns by which it is partitioned, and those of the tables that it is a part
	 * of.
	 */
	static final String PARTITION_KEY = qualified(
			"""
					WITH RECURSIVE above (oid) AS (
					  SELECT %OID% UNION SELECT i.inhparent FROM above v JOIN pg_catalog.pg_inherits i ON i.inhrelid = v.oid
					)
					SELECT DISTINCT a.attname AS name FROM above v JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = v.oid
					JOIN pg_catalog.pg_attribute a ON a.attrelid = v.oid AND (
					  EXISTS (SELECT FROM pg_catalog.unnest(p.partattrs::pg_catalog.int2[]) AS u (number) WHERE u.number = a.attnum)
					  OR EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
					    AND d.objid = v.oid AND d.refobjid = v.oid AND d.refobjsubid = a.attnum::pg_catalog.int4
					    AND d.objsubid = 0 AND p.partexprs IS NOT NULL))
					ORDER BY 1""");

	/** The partitions that hold rows, and whether there are others between. */
	static final String LEAVES = qualified(
			"""
					WITH RECURSIVE below (oid) AS (
					  SELECT i.inhrelid FROM pg_catalog.pg_inherits i WHERE i.inhparent = %OID%
					  UNION SELECT i.inhrelid FROM below b JOIN pg_catalog.pg_inherits i ON i.inhparent = b.oid
					)
					SELECT n.nspname AS schema, c.relname AS name,
					  EXISTS (SELECT FROM below o JOIN pg_catalog.pg_class oc ON oc.oid = o.oid WHERE oc.relkind = 'p') AS nested
					FROM below b JOIN pg_catalog.pg_class c ON c.oid = b.oid
					JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' ORDER BY 1, 2""");

	/** Names of relations in its schema: none of them is free. */
	static final String TAKEN = qualified(
			"""
					SELECT t.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class t ON t.relnamespace = c.relnamespace
					WHERE c.oid = %OID% ORDER BY 1""");

	private ShapeSql() {
	}

	/**
	 * Writes the condition that equal values of a type look the same, too.
	 * @param type the alias of the type's row in {@code pg_type}, which is no domain
	 * @param deterministic the condition that the collation is deterministic
	 */
	static String equalImage(String type, String deterministic) {
		return """
				coalesce((SELECT p.proname = 'btequalimage' OR (p.proname = 'btvarstrequalimage' AND %2$s)
				  FROM pg_catalog.pg_opclass k JOIN pg_catalog.pg_am m ON m.oid = k.opcmethod AND m.amname = 'btree'
				  JOIN pg_catalog.pg_amproc r ON r.amprocfamily = k.opcfamily AND r.amproclefttype = k.opcintype
				    AND r.amprocrighttype = k.opcintype AND r.amprocnum = 4
				  JOIN pg_catalog.pg_proc p ON p.oid = r.amproc::pg_catalog.oid
				    AND p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace::pg_catalog.oid
				  WHERE k.opcdefault AND k.opcintype = CASE WHEN %1$s.oid = 'pg_catalog.varchar'::pg_catalog.regtype::pg_catalog.oid
				    THEN 'pg_catalog.text'::pg_catalog.regtype::pg_catalog.oid
				    WHEN %1$s.typtype = 'e' THEN 'pg_catalog.anyenum'::pg_catalog.regtype::pg_catalog.oid ELSE %1$s.oid END
				  LIMIT 1), false)"""
			.formatted(type, deterministic);
	}

	static String qualified(String sql) {
		return OPERATOR.matcher(sql)
			.replaceAll((found) -> Matcher.quoteReplacement(" OPERATOR(pg_catalog." + found.group(1) + ") "));
	}

}
