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

	private static final String SCOPE = """
			WITH space AS MATERIALIZED (
			  SELECT n.* FROM pg_catalog.pg_namespace n
			  WHERE n.nspname OPERATOR(pg_catalog.<>) 'information_schema'::pg_catalog.name
			    AND n.nspname OPERATOR(pg_catalog.!~) '^pg_(catalog|toast|temp)'::pg_catalog.text
			), member AS MATERIALIZED (
			  SELECT d.classid, d.objid FROM pg_catalog.pg_depend d
			  WHERE d.deptype OPERATOR(pg_catalog.=) 'e'::pg_catalog."char"
			), history AS MATERIALIZED (
			  SELECT c.oid, c.relname, c.relnamespace FROM pg_catalog.pg_class c
			  WHERE c.relkind OPERATOR(pg_catalog.=) 'r'::pg_catalog."char" AND c.relname OPERATOR(pg_catalog.=) ANY (%s)
			    AND EXISTS (SELECT FROM pg_catalog.pg_class t WHERE t.relnamespace OPERATOR(pg_catalog.=) c.relnamespace
			      AND t.relkind OPERATOR(pg_catalog.=) 'r'::pg_catalog."char" AND t.relname OPERATOR(pg_catalog.=) %s)
			), every AS MATERIALIZED (
			  SELECT c.*, coalesce(x.indrelid, c.oid) AS home FROM pg_catalog.pg_class c JOIN space n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
			    LEFT JOIN pg_catalog.pg_index x ON x.indexrelid OPERATOR(pg_catalog.=) c.oid
			  WHERE NOT EXISTS (SELECT FROM history h WHERE h.oid OPERATOR(pg_catalog.=) coalesce(x.indrelid, c.oid))
			    AND NOT EXISTS (SELECT FROM member m WHERE m.objid OPERATOR(pg_catalog.=) coalesce(x.indrelid, c.oid)
			      AND m.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid)
			    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d JOIN history h ON h.oid OPERATOR(pg_catalog.=) d.refobjid
			      WHERE d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			        AND d.objid OPERATOR(pg_catalog.=) c.oid
			        AND d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			        AND d.deptype OPERATOR(pg_catalog.=) ANY ('{a,i}'::pg_catalog."char"[]))
			)%s, relation AS MATERIALIZED (
			  SELECT e.* FROM every e%s
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

	/** The relations of a parameter, and those that say something of them. */
	private static final String CHOSEN = """
			, chosen (id) AS MATERIALIZED (
			  SELECT g.id FROM pg_catalog.unnest($1) g (id)
			  UNION
			  SELECT coalesce(e.home, k.conrelid, r.ev_class, a.adrelid, t.tgrelid, p.polrelid, s.stxrelid)
			  FROM (SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, e.oid FROM every e
			      WHERE e.home OPERATOR(pg_catalog.=) ANY ($1)
			    UNION ALL
			    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid, e.reltype FROM every e
			      WHERE e.oid OPERATOR(pg_catalog.=) ANY ($1)
			    UNION ALL
			    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid, y.typarray FROM every e
			      JOIN pg_catalog.pg_type y ON y.oid OPERATOR(pg_catalog.=) e.reltype
			      WHERE e.oid OPERATOR(pg_catalog.=) ANY ($1)) AS b (class, id)
			    JOIN pg_catalog.pg_depend d ON d.refclassid OPERATOR(pg_catalog.=) b.class
			      AND d.refobjid OPERATOR(pg_catalog.=) b.id
			    LEFT JOIN every e ON e.oid OPERATOR(pg_catalog.=) d.objid
			      AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
			    LEFT JOIN pg_catalog.pg_constraint k ON k.oid OPERATOR(pg_catalog.=) d.objid
			      AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid
			    LEFT JOIN pg_catalog.pg_rewrite r ON r.oid OPERATOR(pg_catalog.=) d.objid
			      AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_rewrite'::pg_catalog.regclass::pg_catalog.oid
			    LEFT JOIN pg_catalog.pg_attrdef a ON a.oid OPERATOR(pg_catalog.=) d.objid
			      AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_attrdef'::pg_catalog.regclass::pg_catalog.oid
			    LEFT JOIN pg_catalog.pg_trigger t ON t.oid OPERATOR(pg_catalog.=) d.objid
			      AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_trigger'::pg_catalog.regclass::pg_catalog.oid
			    LEFT JOIN pg_catalog.pg_policy p ON p.oid OPERATOR(pg_catalog.=) d.objid
			      AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_policy'::pg_catalog.regclass::pg_catalog.oid
			    LEFT JOIN pg_catalog.pg_statistic_ext s ON s.oid OPERATOR(pg_catalog.=) d.objid
			      AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass::pg_catalog.oid
			)""";

	private CatalogueQuery() {
	}

	/** Asks for everything. */
	static String text(String historyTable, @Nullable String historySchema) {
		List<String> objects = new ArrayList<>(CatalogueObjects.ALL);
		objects.add("SELECT o.*, NULL FROM (" + String.join("\nUNION ALL\n", CatalogueRoutines.ALL) + ") o");
		List<String> facts = new ArrayList<>(CatalogueFacts.OF_OBJECTS);
		facts.addAll(CatalogueFacts.OTHERS);
		return text(historyTable, historySchema, "", "", objects, facts);
	}

	/**
	 * Asks for what belongs to some relations, whose oids are the first parameter, and to
	 * those that depend on them.
	 */
	static String changes(String historyTable) {
		return text(historyTable, null, CHOSEN, " JOIN chosen h ON h.id OPERATOR(pg_catalog.=) e.home",
				CatalogueObjects.ALL, CatalogueFacts.OF_OBJECTS);
	}

	private static String text(String historyTable, @Nullable String historySchema, String chosen, String choice,
			List<String> objects, List<String> facts) {
		List<String> tables = new HistoryTables("", historyTable).names();
		return SCOPE.formatted(Sql.names(tables), Sql.name(tables.get(0)), chosen, choice,
				String.join("\nUNION ALL\n", objects), Sql.literal((historySchema != null) ? historySchema : ""),
				String.join("\nUNION ALL\n", facts));
	}

}
