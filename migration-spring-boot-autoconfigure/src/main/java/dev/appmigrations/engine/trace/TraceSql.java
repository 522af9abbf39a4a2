package dev.appmigrations.engine.trace;

import dev.appmigrations.engine.jdbc.Sql;

/**
 * The queries of the trace.
 */
final class TraceSql {

	/** The backend of the session that asks. */
	static final String OWN = "pg_catalog.pg_backend_pid()";

	/** Where the write-ahead log of the server ends. */
	static final String WAL = "SELECT pg_catalog.pg_current_wal_insert_lsn() AS lsn";

	/** Whether scans are counted. */
	static final String COUNTS = "SELECT pg_catalog.current_setting('track_counts') AS counts";

	/**
	 * Types, schemas and routines that others may be using. Types of rows and arrays come
	 * and go with something else.
	 */
	static final String OBJECTS = "SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid AS classid,"
			+ " t.oid, 'TYPE' AS kind, n.nspname, t.typname AS name FROM pg_catalog.pg_type t"
			+ " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) t.typnamespace"
			+ " LEFT JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) t.typrelid"
			+ " WHERE t.oid OPERATOR(pg_catalog.>=) " + Sql.FIRST_USER_OID
			+ " AND t.typcategory OPERATOR(pg_catalog.<>) 'A'::pg_catalog.\"char\" AND (c.oid IS NULL"
			+ " OR c.relkind OPERATOR(pg_catalog.=) 'c'::pg_catalog.\"char\")"
			+ " UNION ALL SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass::pg_catalog.oid, n.oid, 'SCHEMA', NULL,"
			+ " n.nspname FROM pg_catalog.pg_namespace n"
			+ " UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid, p.oid, 'ROUTINE', n.nspname,"
			+ " p.proname FROM pg_catalog.pg_proc p"
			+ " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) p.pronamespace"
			+ " WHERE p.oid OPERATOR(pg_catalog.>=) " + Sql.FIRST_USER_OID;

	private static final String RELATIONS = "SELECT c.oid, c.relkind, n.nspname, c.relname, i.indrelid,"
			+ " pg_catalog.pg_relation_filenode(c.oid::pg_catalog.regclass) AS file,"
			+ " pg_catalog.pg_stat_get_xact_numscans(c.oid) AS scans FROM pg_catalog.pg_class c"
			+ " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
			+ " LEFT JOIN pg_catalog.pg_index i ON i.indexrelid OPERATOR(pg_catalog.=) c.oid"
			+ " WHERE c.oid OPERATOR(pg_catalog.>=) " + Sql.FIRST_USER_OID
			+ " AND c.relpersistence OPERATOR(pg_catalog.<>) 't'::pg_catalog.\"char\""
			+ " AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,m,v,f,S,i,I}'::pg_catalog.\"char\"[])"
			+ " AND n.nspname OPERATOR(pg_catalog.<>) 'pg_toast'::pg_catalog.name";

	/** All relations that others may be using. */
	static final String ALL = RELATIONS;

	/** Those of them that the session has locked, and all indexes of these. */
	static final String LOCKED = "WITH held AS MATERIALIZED (SELECT l.relation FROM pg_catalog.pg_locks l"
			+ " WHERE l.pid OPERATOR(pg_catalog.=) " + OWN
			+ " AND l.locktype OPERATOR(pg_catalog.=) 'relation' AND l.granted AND l.database OPERATOR(pg_catalog.=) "
			+ Sql.DATABASE + ") " + RELATIONS
			+ " AND c.oid OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT h.relation FROM held h"
			+ " UNION SELECT x.indexrelid FROM pg_catalog.pg_index x"
			+ " WHERE x.indrelid OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT h.relation FROM held h))))";

	private TraceSql() {
	}

	/**
	 * Returns a query for the locks of a backend on relations and other objects.
	 * @param backend an expression for its process id
	 * @return the query
	 */
	static String locks(String backend) {
		return "SELECT l.locktype, l.relation, l.classid, l.objid, l.mode FROM pg_catalog.pg_locks l"
				+ " WHERE l.pid OPERATOR(pg_catalog.=) " + backend
				+ " AND l.granted AND l.locktype OPERATOR(pg_catalog.=) ANY ('{relation,object}'::pg_catalog.text[])"
				+ " AND l.database OPERATOR(pg_catalog.=) " + Sql.DATABASE;
	}

}
