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
			), named AS MATERIALIZED (
			  SELECT concat(o.aspect || ' of ', regexp_replace(i.type, '^.* (column|constraint)$', '\\1'), ' ', i.identity)
			      AS identity,
			    o.*, i.type, i.identity AS name,
			    CASE WHEN o.owner_id IS NOT NULL THEN (SELECT regexp_replace(p.type, '^.* (column|constraint)$', '\\1') || ' ' || p.identity
			      FROM pg_identify_object(o.owner_class, o.owner_id, 0) p) END AS owner
			  FROM object o, pg_identify_object(o.class, o.id, o.part) i
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
