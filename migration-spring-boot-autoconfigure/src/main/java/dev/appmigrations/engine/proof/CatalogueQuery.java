package dev.appmigrations.engine.proof;

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
			  SELECT n.* FROM pg_namespace n
			  WHERE nspname <> 'information_schema' AND nspname !~ '^pg_(catalog|toast|temp)'
			), member AS MATERIALIZED (
			  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
			), history AS MATERIALIZED (
			  SELECT oid, relname, relnamespace FROM pg_class WHERE relkind = 'r' AND relname IN (%s)
			    AND relnamespace IN (SELECT relnamespace FROM pg_class WHERE relkind = 'r' AND relname = %s)
			), relation AS MATERIALIZED (
			  SELECT c.*, x.indrelid FROM pg_class c JOIN space n ON n.oid = c.relnamespace
			    LEFT JOIN pg_index x ON x.indexrelid = c.oid
			  WHERE coalesce(x.indrelid, c.oid) NOT IN (SELECT oid FROM history)
			    AND coalesce(x.indrelid, c.oid) NOT IN (SELECT objid FROM member WHERE classid = 'pg_class'::regclass)
			    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
			      AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
			      AND d.refobjid IN (SELECT oid FROM history))
			), object (aspect, class, id, part, definition, owner_class, owner_id, removal) AS MATERIALIZED (
			  %s
			), whole AS MATERIALIZED (
			  SELECT k.class, k.id, regexp_replace(i.type, '^.* constraint$', 'constraint') AS type, i.identity
			  FROM (SELECT class, id FROM object UNION SELECT owner_class, owner_id FROM object WHERE owner_id IS NOT NULL) k,
			    pg_identify_object(k.class, k.id, 0) i
			), named AS MATERIALIZED (
			  SELECT concat(o.aspect || ' of ', CASE WHEN o.part = 0 THEN t.type ELSE 'column' END, ' ', t.identity,
			      '.' || quote_ident(a.attname)) AS identity,
			    o.*, CASE WHEN o.part = 0 THEN t.type ELSE 'column' END AS type,
			    concat(t.identity, '.' || quote_ident(a.attname)) AS name, w.type || ' ' || w.identity AS owner
			  FROM object o JOIN whole t ON t.class = o.class AND t.id = o.id
			    LEFT JOIN pg_attribute a ON o.part > 0 AND a.attrelid = o.id AND a.attnum = o.part
			    LEFT JOIN whole w ON w.class = o.owner_class AND w.id = o.owner_id
			  WHERE (o.class, o.id) NOT IN (SELECT classid, objid FROM member)
			)
			SELECT identity, coalesce(definition, '') AS definition,
			  CASE WHEN aspect IS NOT NULL THEN type || ' ' || name ELSE owner END AS owner,
			  coalesce(removal, CASE WHEN aspect IS NULL AND type NOT IN ('user mapping', 'default acl') THEN
			    format('DROP %%s %%s;', CASE type WHEN 'statistics object' THEN 'STATISTICS'
			      WHEN 'foreign-data wrapper' THEN 'FOREIGN DATA WRAPPER' WHEN 'composite type' THEN 'TYPE'
			      ELSE upper(type) END, name) END) AS removal
			FROM named
			WHERE NOT (class = 'pg_namespace'::regclass AND aspect IS NULL AND name = quote_ident(%s))
			UNION ALL
			%s""";

	private CatalogueQuery() {
	}

	static String text(String historyTable, @Nullable String historySchema) {
		List<String> tables = new HistoryTables("", historyTable).names().stream().map(Sql::literal).toList();
		return SCOPE.formatted(String.join(", ", tables), tables.get(0),
				String.join("\nUNION ALL\n", CatalogueObjects.ALL),
				Sql.literal((historySchema != null) ? historySchema : ""),
				String.join("\nUNION ALL\n", CatalogueFacts.ALL));
	}

}
