package dev.appmigrations.engine.history;

import java.util.List;

import dev.appmigrations.engine.jdbc.Sql;

/**
 * The statements that find out, from the catalogue alone, why tables are not believed:
 * <ol>
 * <li>The tables of the names in question, and their partitions.
 * <li>Each must be a plain or partitioned table, permanent, no part of an inheritance,
 * and without row level security that applies to the current role.
 * <li>To do what they say, their owner must be believed.
 * <li>Of a table whose owner is believed, nothing may run code of somebody who is not. Of
 * any other, nothing may run code at all that our own definition does not have. Reading
 * runs code as well: the planner evaluates immutable functions in expressions of indexes,
 * statistics and partition keys, and in CHECK constraints if told to. See PostgreSQL:
 * RelationGetIndexExpressions in src/backend/utils/cache/relcache.c,
 * get_relation_statistics and get_relation_constraints in
 * src/backend/optimizer/util/plancat.c.
 * <li>Of a table of another tool, only code that is not built in counts, whoever made it.
 * </ol>
 *
 * @param anchor an expression for the oid of the table that tells which schema it is
 * @param names an expression for an array of the names of the tables
 * @param place an expression for the name of the schema where the anchor is missing
 * @param named whether the options name the schema, so that its owner is believed
 * @param use what is wanted of the tables
 */
record TableInspection(String anchor, String names, String place, boolean named, Use use) {

	private static final List<String> CATALOGUES = List.of("pg_trigger", "pg_rewrite", "pg_policy", "pg_attrdef",
			"pg_constraint", "pg_class", "pg_statistic_ext", "pg_operator", "pg_proc", "pg_type");

	private static final String OWNER = "COALESCE(y.proowner, t.typowner, c.relowner)";

	private static final String SCHEMA = """
			COALESCE((SELECT c.relnamespace FROM pg_catalog.pg_class c WHERE c.oid OPERATOR(pg_catalog.=) {anchor}),
			  (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname OPERATOR(pg_catalog.=) CAST({place} AS pg_catalog.name)))""";

	private static final String PRESENT = """
			SELECT c.relname AS name, c.oid, c.oid OPERATOR(pg_catalog.=) {anchor}
			  AND pg_catalog.has_table_privilege(c.oid, 'INSERT'::pg_catalog.text) AS writable FROM pg_catalog.pg_class c
			WHERE c.relnamespace OPERATOR(pg_catalog.=) {schema} AND c.relname OPERATOR(pg_catalog.=) ANY ({names})""";

	private static final String COLUMNS = """
			SELECT CAST(n.nspname AS pg_catalog.text) AS schema, CAST(c.relname AS pg_catalog.text) AS name,
			  CAST(a.attname AS pg_catalog.text) AS attribute,
			  CAST(pg_catalog.pg_get_userbyid(c.relowner) AS pg_catalog.text) AS owner,
			  a.attnotnull AND NOT a.atthasdef AND a.attidentity OPERATOR(pg_catalog.=) ''::pg_catalog."char" AS required,
			  pg_catalog.concat(a.attnum) AS number, pg_catalog.pg_has_role(c.relowner, 'USAGE'::pg_catalog.text) AS owned,
			  EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid OPERATOR(pg_catalog.=) c.oid AND i.indisprimary) AS has_primary,
			  (SELECT pg_catalog.string_agg(pg_catalog.concat(i.indnkeyatts, ' ', i.indkey), ','::pg_catalog.text) FROM pg_catalog.pg_index i
			    WHERE i.indrelid OPERATOR(pg_catalog.=) c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate
			    AND i.indpred IS NULL AND i.indexprs IS NULL) AS unique_keys
			FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
			  JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) c.oid
			    AND a.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2 AND NOT a.attisdropped
			WHERE c.relnamespace OPERATOR(pg_catalog.=) {schema} AND c.relname OPERATOR(pg_catalog.=) ANY ({names})
			  AND c.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['r', 'p']::pg_catalog."char"[])
			ORDER BY c.relname, a.attnum""";

	private static final String TABLES = """
			WITH RECURSIVE {reach},
			ours(oid, root) AS (
			  SELECT c.oid, true FROM pg_catalog.pg_class c WHERE c.relnamespace OPERATOR(pg_catalog.=) {schema} AND c.relname OPERATOR(pg_catalog.=) ANY ({names})
			  UNION SELECT i.inhrelid, false FROM ours o JOIN pg_catalog.pg_inherits i ON i.inhparent OPERATOR(pg_catalog.=) o.oid),
			rel AS (
			  SELECT c.oid, c.relkind, c.relpersistence, c.relowner, o.root, {trusted} AS believed,
			    CAST(n.nspname AS pg_catalog.text) AS schema, CAST(c.relname AS pg_catalog.text) AS relation
			  FROM ours o JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) o.oid
			  JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace),
			""";

	// Each with whether our own definition has the like, and whether reading runs it.
	// Before 15, it is the generated column that depends on what its expression uses.
	private static final String PARTS = """
			part(rel, class, object, subobject, what, name, ours, reads) AS (
			  SELECT t.tgrelid, {pg_trigger}, t.oid, CAST(NULL AS pg_catalog.int4), 'trigger',
			    CAST(t.tgname AS pg_catalog.text), false, false
			  FROM pg_catalog.pg_trigger t JOIN rel r ON r.oid OPERATOR(pg_catalog.=) t.tgrelid WHERE NOT t.tgisinternal
			  UNION ALL SELECT t.ev_class, {pg_rewrite}, t.oid, NULL, 'rule', CAST(t.rulename AS pg_catalog.text), false, false
			  FROM pg_catalog.pg_rewrite t JOIN rel r ON r.oid OPERATOR(pg_catalog.=) t.ev_class
			    AND r.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['r', 'p']::pg_catalog."char"[])
			  UNION ALL SELECT t.polrelid, {pg_policy}, t.oid, NULL, 'policy', CAST(t.polname AS pg_catalog.text), false, false
			  FROM pg_catalog.pg_policy t JOIN rel r ON r.oid OPERATOR(pg_catalog.=) t.polrelid
			  UNION ALL SELECT t.adrelid, {pg_attrdef}, t.oid, NULL,
			    CASE WHEN a.attgenerated OPERATOR(pg_catalog.=) ''::pg_catalog."char" THEN 'default' ELSE 'generated column' END, CAST(a.attname AS pg_catalog.text),
			    a.attgenerated OPERATOR(pg_catalog.=) ''::pg_catalog."char" AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
			      WHERE d.classid OPERATOR(pg_catalog.=) {pg_attrdef} AND d.objid OPERATOR(pg_catalog.=) t.oid AND NOT d.refclassid OPERATOR(pg_catalog.=) {pg_class})
			      AND (pg_catalog.pg_get_expr(t.adbin, t.adrelid) OPERATOR(pg_catalog.=) ANY (ARRAY['now()', '1']::pg_catalog.text[])
			        OR pg_catalog.starts_with(pg_catalog.pg_get_expr(t.adbin, t.adrelid), 'nextval('::pg_catalog.text)),
			    a.attgenerated OPERATOR(pg_catalog.<>) ''::pg_catalog."char"
			  FROM pg_catalog.pg_attrdef t JOIN rel r ON r.oid OPERATOR(pg_catalog.=) t.adrelid
			    JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) t.adrelid AND a.attnum OPERATOR(pg_catalog.=) t.adnum
			  UNION ALL SELECT t.attrelid, {pg_class}, t.attrelid, CAST(t.attnum AS pg_catalog.int4), 'generated column',
			    CAST(t.attname AS pg_catalog.text), true, true
			  FROM pg_catalog.pg_attribute t JOIN rel r ON r.oid OPERATOR(pg_catalog.=) t.attrelid
			  WHERE t.attgenerated OPERATOR(pg_catalog.<>) ''::pg_catalog."char"
			  UNION ALL SELECT t.conrelid, {pg_constraint}, t.oid, NULL, 'check', CAST(t.conname AS pg_catalog.text), false, true
			  FROM pg_catalog.pg_constraint t JOIN rel r ON r.oid OPERATOR(pg_catalog.=) t.conrelid
			  WHERE t.contype OPERATOR(pg_catalog.=) 'c'::pg_catalog."char"
			  UNION ALL SELECT t.indrelid, {pg_class}, t.indexrelid, NULL, 'index', CAST(x.relname AS pg_catalog.text),
			    t.indexprs IS NULL AND t.indpred IS NULL, true
			  FROM pg_catalog.pg_index t JOIN rel r ON r.oid OPERATOR(pg_catalog.=) t.indrelid
			    JOIN pg_catalog.pg_class x ON x.oid OPERATOR(pg_catalog.=) t.indexrelid
			  UNION ALL SELECT t.stxrelid, {pg_statistic_ext}, t.oid, NULL, 'statistics', CAST(t.stxname AS pg_catalog.text),
			    t.stxexprs IS NULL, true
			  FROM pg_catalog.pg_statistic_ext t JOIN rel r ON r.oid OPERATOR(pg_catalog.=) t.stxrelid
			  UNION ALL SELECT t.partrelid, {pg_class}, t.partrelid, 0, 'partition key', NULL, t.partexprs IS NULL, true
			  FROM pg_catalog.pg_partitioned_table t JOIN rel r ON r.oid OPERATOR(pg_catalog.=) t.partrelid
			  UNION ALL SELECT t.attrelid, {pg_class}, t.attrelid, CAST(t.attnum AS pg_catalog.int4), 'type', CAST(t.attname AS pg_catalog.text),
			    false, false
			  FROM pg_catalog.pg_attribute t JOIN rel r ON r.oid OPERATOR(pg_catalog.=) t.attrelid
			  WHERE t.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2 AND t.atttypid OPERATOR(pg_catalog.>=) {foreign}
			  UNION ALL SELECT t.attrelid, {pg_constraint}, x.oid, NULL, 'type', CAST(t.attname AS pg_catalog.text), false, false
			  FROM pg_catalog.pg_attribute t JOIN rel r ON r.oid OPERATOR(pg_catalog.=) t.attrelid
			    JOIN pg_catalog.pg_constraint x ON x.contypid OPERATOR(pg_catalog.=) t.atttypid),
			""";

	// A function, the function of an operator, a type, or what a rule refers to.
	private static final String CODE = """
			code AS (
			  SELECT p.*, f.function, f.owner FROM part p LEFT JOIN LATERAL (
			    SELECT pg_catalog.textin(pg_catalog.regprocedureout(CAST(y.oid AS pg_catalog.regprocedure))) AS function,
			      COALESCE(y.proowner, t.typowner, c.relowner) AS owner
			    FROM pg_catalog.pg_depend d
			      LEFT JOIN pg_catalog.pg_operator o ON d.refclassid OPERATOR(pg_catalog.=) {pg_operator} AND o.oid OPERATOR(pg_catalog.=) d.refobjid
			      LEFT JOIN pg_catalog.pg_proc y ON y.oid
			        OPERATOR(pg_catalog.=) CASE WHEN d.refclassid OPERATOR(pg_catalog.=) {pg_proc} THEN d.refobjid ELSE CAST(o.oprcode AS pg_catalog.oid) END
			      LEFT JOIN pg_catalog.pg_type t ON d.refclassid OPERATOR(pg_catalog.=) {pg_type} AND t.oid OPERATOR(pg_catalog.=) d.refobjid
			      LEFT JOIN pg_catalog.pg_class c ON d.refclassid OPERATOR(pg_catalog.=) {pg_class} AND c.oid OPERATOR(pg_catalog.=) d.refobjid
			        AND p.what OPERATOR(pg_catalog.=) 'rule'::pg_catalog.text
			    WHERE d.classid OPERATOR(pg_catalog.=) p.class AND d.objid OPERATOR(pg_catalog.=) p.object
			      AND (p.subobject IS NULL OR d.objsubid OPERATOR(pg_catalog.=) p.subobject)
			      AND NOT {owner-trusted} LIMIT 1::pg_catalog.int8) f ON true),
			""";

	private static final String FINDINGS = """
			finding(schema, relation, what, name, function, role, owner, foreign_table) AS (
			  SELECT r.schema, r.relation, 'kind',
			    CASE
			    WHEN r.relkind OPERATOR(pg_catalog.=) 'v'::pg_catalog."char" THEN 'a view'
			    WHEN r.relkind OPERATOR(pg_catalog.=) 'm'::pg_catalog."char" THEN 'a materialized view'
			    WHEN r.relkind OPERATOR(pg_catalog.=) 'f'::pg_catalog."char" THEN 'a foreign table'
			    WHEN r.relkind OPERATOR(pg_catalog.=) 'S'::pg_catalog."char" THEN 'a sequence'
			    WHEN r.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['i', 'I']::pg_catalog."char"[]) THEN 'an index'
			    ELSE 'a type' END, NULL, NULL, {rel-owner}, NOT r.believed
			  FROM rel r WHERE {ours} AND NOT r.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['r', 'p']::pg_catalog."char"[])
			  UNION ALL SELECT r.schema, r.relation, 'temporary', NULL, NULL, NULL, {rel-owner}, NOT r.believed
			  FROM rel r WHERE {ours} AND r.relpersistence OPERATOR(pg_catalog.=) 't'::pg_catalog."char"
			  UNION ALL SELECT r.schema, r.relation, 'inheritance', NULL, NULL, NULL, {rel-owner}, NOT r.believed
			  FROM rel r WHERE {ours} AND ((r.root AND EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhrelid OPERATOR(pg_catalog.=) r.oid))
			    OR (r.relkind OPERATOR(pg_catalog.=) 'r'::pg_catalog."char"
			      AND EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent OPERATOR(pg_catalog.=) r.oid)))
			  UNION ALL SELECT r.schema, r.relation, 'row security', NULL, NULL, NULL, {rel-owner}, NOT r.believed
			  FROM rel r WHERE {ours} AND r.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['r', 'p']::pg_catalog."char"[])
			    AND pg_catalog.row_security_active(r.oid)
			  UNION ALL SELECT r.schema, r.relation, 'owner', NULL, NULL, NULL, {rel-owner}, true
			  FROM rel r WHERE {writes} AND NOT r.believed
			  UNION ALL SELECT CAST(n.nspname AS pg_catalog.text), '', 'schema', NULL, NULL, NULL,
			    CAST(pg_catalog.pg_get_userbyid(n.nspowner) AS pg_catalog.text), false
			  FROM pg_catalog.pg_namespace n WHERE {writes} AND NOT {named} AND {anchor} IS NULL
			    AND n.oid OPERATOR(pg_catalog.=) {schema} AND NOT {schema-trusted}
			  UNION ALL SELECT r.schema, r.relation, c.what, c.name, c.function,
			    CAST(pg_catalog.pg_get_userbyid(c.owner) AS pg_catalog.text), {rel-owner}, NOT r.believed
			  FROM code c JOIN rel r ON r.oid OPERATOR(pg_catalog.=) c.rel
			  WHERE (c.reads OR {runs} OR (NOT {ours} AND c.what OPERATOR(pg_catalog.=) 'type'::pg_catalog.text)) AND CASE WHEN r.believed OR NOT {ours} THEN c.owner IS NOT NULL ELSE NOT c.ours END)
			""";

	/** Tells whether the owner of the schema matters even where no table is there. */
	boolean judgesSchema() {
		return this.use == Use.WRITE && !this.named;
	}

	/**
	 * Makes the statement that tells which tables are there, by {@code name} and
	 * {@code oid}.
	 */
	String present() {
		return fill(PRESENT);
	}

	/** Makes the statement that tells the columns of the tables. */
	String columns() {
		return fill(COLUMNS);
	}

	/** Makes the statement whose rows are the {@linkplain Finding findings}. */
	String findings() {
		return fill(TABLES + PARTS + CODE + FINDINGS) + "SELECT f.* FROM finding f ORDER BY f.foreign_table,"
				+ " f.relation, f.what, f.name";
	}

	/** Makes the statement that fails, with a text, if there is any finding. */
	String raising(String text) {
		return fill(TABLES + PARTS + CODE + FINDINGS)
				+ "SELECT pg_catalog.int4in(pg_catalog.textout(CASE WHEN EXISTS (SELECT FROM finding) THEN '" + text
				+ "' ELSE '0' END)) AS refused";
	}

	private String fill(String template) {
		String sql = template.replace("{reach}", TrustSql.reach())
			.replace("{trusted}", TrustSql.reachable("c.relowner", (this.named) ? "c.relnamespace" : null))
			.replace("{owner-trusted}",
					(this.use == Use.FOREIGN) ? OWNER + " IS NULL"
							: TrustSql.reachable(OWNER, (this.named) ? SCHEMA : null))
			.replace("{ours}", String.valueOf(this.use != Use.FOREIGN))
			.replace("{schema-trusted}", TrustSql.reachable("n.nspowner", null))
			.replace("{named}", String.valueOf(this.named))
			.replace("{rel-owner}", "CAST(pg_catalog.pg_get_userbyid(r.relowner) AS pg_catalog.text)")
			.replace("{foreign}", Sql.FIRST_USER_OID)
			.replace("{writes}", String.valueOf(this.use == Use.WRITE))
			.replace("{runs}", String.valueOf(this.use == Use.SIGN_ON || this.use == Use.WRITE))
			.replace("{schema}", SCHEMA);
		for (String catalogue : CATALOGUES) {
			sql = sql.replace("{" + catalogue + "}",
					"'pg_catalog." + catalogue + "'::pg_catalog.regclass::pg_catalog.oid");
		}
		return sql.replace("{place}", this.place).replace("{anchor}", this.anchor).replace("{names}", this.names);
	}

	/**
	 * The intended use of the tables.
	 */
	enum Use {

		/** To read tables of another tool: any code that is not built in is too much. */
		FOREIGN,

		/** Nothing but to read them. */
		READ,

		/** To leave a row in a table that may be anybody's as long as it runs no code. */
		SIGN_ON,

		/** To write to them, and to do what they say. */
		WRITE

	}

}
