package dev.appmigrations.engine.proof;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.jdbc.Sql;
import org.jspecify.annotations.Nullable;

/**
 * The one query behind a {@link SchemaSnapshot}: what belongs to users, what it is called
 * in words, and what was said of it.
 */
final class CatalogueQuery {

	private static final String UNION = "\nUNION ALL\n";

	private static final String SCOPE = """
			WITH space AS MATERIALIZED (
			  SELECT n.* FROM pg_catalog.pg_namespace n
			  WHERE n.nspname OPERATOR(pg_catalog.<>) 'information_schema'::pg_catalog.name
			    AND n.nspname OPERATOR(pg_catalog.!~) '^pg_(catalog|toast|temp)'::pg_catalog.text
			), member AS MATERIALIZED (
			  SELECT d.classid, d.objid FROM pg_catalog.pg_depend d
			  WHERE d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_extension'::pg_catalog.regclass::pg_catalog.oid
			    AND d.deptype OPERATOR(pg_catalog.=) 'e'::pg_catalog."char"
			), history AS MATERIALIZED (
			  SELECT c.oid, c.relname, c.relnamespace FROM pg_catalog.pg_class c
			  WHERE c.relkind OPERATOR(pg_catalog.=) 'r'::pg_catalog."char" AND c.relname OPERATOR(pg_catalog.=) ANY (%s)
			    AND EXISTS (SELECT FROM pg_catalog.pg_class t WHERE t.relnamespace OPERATOR(pg_catalog.=) c.relnamespace
			      AND t.relkind OPERATOR(pg_catalog.=) 'r'::pg_catalog."char" AND t.relname OPERATOR(pg_catalog.=) %s)
			)%s, relation AS MATERIALIZED (
			  SELECT c.*, coalesce(x.indrelid, c.oid) AS home
			  FROM pg_catalog.pg_class c JOIN space n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
			    LEFT JOIN pg_catalog.pg_index x ON x.indexrelid OPERATOR(pg_catalog.=) c.oid%s
			  WHERE NOT EXISTS (SELECT FROM history h WHERE h.oid OPERATOR(pg_catalog.=) coalesce(x.indrelid, c.oid))
			    AND NOT EXISTS (SELECT FROM member m WHERE m.objid OPERATOR(pg_catalog.=) coalesce(x.indrelid, c.oid)
			      AND m.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid)
			    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d JOIN history h ON h.oid OPERATOR(pg_catalog.=) d.refobjid
			      WHERE d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			        AND d.objid OPERATOR(pg_catalog.=) c.oid
			        AND d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			        AND d.deptype OPERATOR(pg_catalog.=) ANY ('{a,i}'::pg_catalog."char"[]))
			), routine AS MATERIALIZED (
			  SELECT p.oid, p.proowner, p.prokind, p.prorettype, p.proparallel, p.proacl
			  FROM pg_catalog.pg_proc p JOIN space n ON n.oid OPERATOR(pg_catalog.=) p.pronamespace%s
			), datatype AS MATERIALIZED (
			  SELECT t.* FROM pg_catalog.pg_type t JOIN space n ON n.oid OPERATOR(pg_catalog.=) t.typnamespace%s
			), object (aspect, class, id, part, definition, owner_class, owner_id, removal, home) AS MATERIALIZED (
			  %s
			), whole AS MATERIALIZED (
			  SELECT k.class, k.id, pg_catalog.regexp_replace(i.type, '^.* constraint$', 'constraint') AS type, i.identity
			  FROM (SELECT o.class::pg_catalog.oid AS class, o.id FROM object o
			      UNION SELECT o.owner_class::pg_catalog.oid, o.owner_id FROM object o WHERE o.owner_id IS NOT NULL) k,
			    pg_catalog.pg_identify_object(k.class, k.id, 0) i
			), named AS MATERIALIZED (
			  SELECT pg_catalog.concat(CASE WHEN o.aspect IS NOT NULL THEN pg_catalog.format('%%s of ', o.aspect) END,
			      CASE WHEN o.part OPERATOR(pg_catalog.=) 0 THEN t.type ELSE 'column' END, ' ', t.identity,
			      CASE WHEN a.attname IS NOT NULL THEN pg_catalog.format('.%%I', a.attname) END) AS identity,
			    o.*, CASE WHEN o.part OPERATOR(pg_catalog.=) 0 THEN t.type ELSE 'column' END AS type,
			    pg_catalog.concat(t.identity, CASE WHEN a.attname IS NOT NULL THEN pg_catalog.format('.%%I', a.attname) END)
			      AS name,
			    CASE WHEN w.id IS NOT NULL THEN pg_catalog.format('%%s %%s', w.type, w.identity) END AS owner
			  FROM object o JOIN whole t ON t.class OPERATOR(pg_catalog.=) o.class::pg_catalog.oid
			      AND t.id OPERATOR(pg_catalog.=) o.id
			    LEFT JOIN pg_catalog.pg_attribute a ON o.part OPERATOR(pg_catalog.>) 0
			      AND a.attrelid OPERATOR(pg_catalog.=) o.id AND a.attnum::pg_catalog.int4 OPERATOR(pg_catalog.=) o.part
			    LEFT JOIN whole w ON w.class OPERATOR(pg_catalog.=) o.owner_class::pg_catalog.oid
			      AND w.id OPERATOR(pg_catalog.=) o.owner_id
			  WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid OPERATOR(pg_catalog.=) o.class::pg_catalog.oid
			    AND m.objid OPERATOR(pg_catalog.=) o.id)
			)
			SELECT n.identity, coalesce(n.definition, '') AS definition,
			  CASE WHEN n.aspect IS NOT NULL THEN pg_catalog.format('%%s %%s', n.type, n.name) ELSE n.owner END AS owner,
			  coalesce(n.removal, CASE WHEN n.aspect IS NULL
			      AND n.type OPERATOR(pg_catalog.<>) ALL ('{user mapping,default acl}'::pg_catalog.text[]) THEN
			    pg_catalog.format('DROP %%s %%s;', CASE WHEN n.type OPERATOR(pg_catalog.=) 'statistics object'
			        THEN 'STATISTICS'
			      WHEN n.type OPERATOR(pg_catalog.=) 'foreign-data wrapper' THEN 'FOREIGN DATA WRAPPER'
			      WHEN n.type OPERATOR(pg_catalog.=) 'composite type' THEN 'TYPE'
			      ELSE pg_catalog.upper(n.type) END, n.name) END) AS removal,
			  n.home
			FROM named n
			WHERE NOT (n.class::pg_catalog.oid OPERATOR(pg_catalog.=) 'pg_catalog.pg_namespace'::pg_catalog.regclass::pg_catalog.oid
			  AND n.aspect IS NULL AND n.name OPERATOR(pg_catalog.=) pg_catalog.quote_ident(%s))
			UNION ALL
			%s""";

	/**
	 * The groups whose keys are the first parameter, and those that depend on the
	 * relations of the second one: with their foreign keys, which hold nothing but names,
	 * if the third parameter says so. A key of 0 stands for something else that depends
	 * on one.
	 */
	private static final String CHOSEN = """
			, given (id) AS MATERIALIZED (
			  SELECT (g.key OPERATOR(pg_catalog.%%) 4294967296)::pg_catalog.oid FROM pg_catalog.unnest($2) g (key)
			), changed (class, id) AS MATERIALIZED (
			  SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, g.id FROM given g
			  UNION ALL
			  SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, x.indexrelid
			  FROM given g JOIN pg_catalog.pg_index x ON x.indrelid OPERATOR(pg_catalog.=) g.id
			  UNION ALL
			  SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid, c.reltype
			  FROM given g JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) g.id
			  WHERE c.reltype OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
			  UNION ALL
			  SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid, y.typarray
			  FROM given g JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) g.id
			    JOIN pg_catalog.pg_type y ON y.oid OPERATOR(pg_catalog.=) c.reltype
			), chosen AS MATERIALIZED (
			  SELECT e.key, (e.key OPERATOR(pg_catalog.%%) 4294967296)::pg_catalog.oid AS id FROM (
			    SELECT g.key FROM pg_catalog.unnest($1) g (key)
			    UNION
			    SELECT CASE
			      WHEN d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			        THEN coalesce((SELECT %s FROM pg_catalog.pg_index x
			          WHERE x.indexrelid OPERATOR(pg_catalog.=) d.objid), %s)
			      WHEN d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid
			        THEN (SELECT CASE WHEN k.contypid OPERATOR(pg_catalog.=) 0::pg_catalog.oid THEN %s ELSE %s END
			          FROM pg_catalog.pg_constraint k WHERE k.oid OPERATOR(pg_catalog.=) d.objid
			            AND ($3 OR k.contype OPERATOR(pg_catalog.<>) 'f'::pg_catalog."char"))
			      WHEN d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_rewrite'::pg_catalog.regclass::pg_catalog.oid
			        THEN (SELECT %s FROM pg_catalog.pg_rewrite r WHERE r.oid OPERATOR(pg_catalog.=) d.objid)
			      WHEN d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_attrdef'::pg_catalog.regclass::pg_catalog.oid
			        THEN (SELECT %s FROM pg_catalog.pg_attrdef a WHERE a.oid OPERATOR(pg_catalog.=) d.objid)
			      WHEN d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_trigger'::pg_catalog.regclass::pg_catalog.oid
			        THEN (SELECT %s FROM pg_catalog.pg_trigger t WHERE t.oid OPERATOR(pg_catalog.=) d.objid)
			      WHEN d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_policy'::pg_catalog.regclass::pg_catalog.oid
			        THEN (SELECT %s FROM pg_catalog.pg_policy p WHERE p.oid OPERATOR(pg_catalog.=) d.objid)
			      WHEN d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass::pg_catalog.oid
			        THEN (SELECT %s FROM pg_catalog.pg_statistic_ext s WHERE s.oid OPERATOR(pg_catalog.=) d.objid)
			      WHEN d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid
			        AND d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid THEN %s
			      WHEN d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid THEN %s
			      ELSE 0 END
			    FROM changed b JOIN pg_catalog.pg_depend d ON d.refclassid OPERATOR(pg_catalog.=) b.class
			      AND d.refobjid OPERATOR(pg_catalog.=) b.id) e
			)"""
		.formatted(CatalogueGroup.RELATION.key("x.indrelid"), CatalogueGroup.RELATION.key("d.objid"),
				CatalogueGroup.RELATION.key("k.conrelid"), CatalogueGroup.TYPE.key("k.contypid"),
				CatalogueGroup.RELATION.key("r.ev_class"), CatalogueGroup.RELATION.key("a.adrelid"),
				CatalogueGroup.RELATION.key("t.tgrelid"), CatalogueGroup.RELATION.key("p.polrelid"),
				CatalogueGroup.RELATION.key("s.stxrelid"), CatalogueGroup.ROUTINE.key("d.objid"),
				CatalogueGroup.TYPE.key("d.objid"));

	private static final String CHOSEN_RELATIONS = """

			JOIN (SELECT g.id FROM chosen g WHERE %s
			  UNION ALL
			  SELECT i.indexrelid FROM chosen g JOIN pg_catalog.pg_index i ON i.indrelid OPERATOR(pg_catalog.=) g.id
			  WHERE %s) AS f ON f.id OPERATOR(pg_catalog.=) c.oid""".formatted(CatalogueGroup.RELATION.matches("g.key"),
			CatalogueGroup.RELATION.matches("g.key"));

	private CatalogueQuery() {
	}

	/** Asks for everything. */
	static String text(String historyTable, @Nullable String historySchema) {
		List<String> facts = new ArrayList<>(CatalogueFacts.OF_OBJECTS);
		facts.addAll(CatalogueFacts.OTHERS);
		String others = "SELECT o.*, NULL FROM (" + String.join(UNION, CatalogueRoutines.OTHERS) + ") o";
		return text(historyTable, historySchema, "", "", "", "", objects() + UNION + others, facts);
	}

	/**
	 * Asks for some groups, whose keys are the first parameter, and for those that depend
	 * on the relations of the second one. The third one tells whether something has
	 * another name there, and not only other columns. A row without an identity stands
	 * for an object of no such group that depends on one.
	 */
	static String changes(String historyTable) {
		List<String> facts = new ArrayList<>(CatalogueFacts.OF_OBJECTS);
		facts.add(
				"SELECT '', '', NULL, NULL, g.key FROM chosen g WHERE g.key OPERATOR(pg_catalog.=) 0::pg_catalog.int8");
		return text(historyTable, null, CHOSEN, CHOSEN_RELATIONS, chosen(CatalogueGroup.ROUTINE, "p.oid"),
				chosen(CatalogueGroup.TYPE, "t.oid"), objects(), facts);
	}

	private static String chosen(CatalogueGroup group, String oid) {
		return " JOIN chosen g ON g.id OPERATOR(pg_catalog.=) " + oid + " AND " + group.matches("g.key");
	}

	private static String objects() {
		return String.join(UNION, group(CatalogueObjects.ALL, ", home", CatalogueGroup.RELATION.key("o.home")),
				group(CatalogueRoutines.OF_TYPES, "", CatalogueGroup.TYPE.key("coalesce(o.owner_id, o.id)")),
				group(CatalogueRoutines.OF_ROUTINES, "", CatalogueGroup.ROUTINE.key("o.id")));
	}

	private static String group(List<String> objects, String home, String key) {
		return "SELECT o.aspect, o.class, o.id, o.part, o.definition, o.owner_class, o.owner_id, o.removal, " + key
				+ " FROM (" + String.join(UNION, objects)
				+ ") AS o (aspect, class, id, part, definition, owner_class, owner_id, removal" + home + ")";
	}

	private static String text(String historyTable, @Nullable String historySchema, String chosen, String relations,
			String routines, String types, String objects, List<String> facts) {
		List<String> tables = new HistoryTables("", historyTable).names();
		return SCOPE.formatted(Sql.names(tables), Sql.name(tables.get(0)), chosen, relations, routines, types, objects,
				Sql.literal((historySchema != null) ? historySchema : ""), String.join(UNION, facts));
	}

}
