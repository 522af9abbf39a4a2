package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import org.jspecify.annotations.Nullable;

/**
 * Judges tables of ours before they are used. Whoever may create a table can create one
 * of our names, so that a table is believed because of what it is and who owns it:
 * <ol>
 * <li>{@link #lock()} keeps it from being replaced until the end of the transaction.
 * <li>{@link #briefly} or {@link #thoroughly} raises an error unless it is believed, in
 * the same message and before anything reads it. Neither runs code of the table.
 * <li>The brief judgement costs next to nothing and knows only what is most common; where
 * it fails, {@link #inspect} finds out what is wrong, possibly nothing.
 * </ol>
 */
final class TableJudge {

	private static final String MARK = "app.migrations: not believed";

	/**
	 * Code that the planner could run when it plans a query of the table, whoever owns
	 * it.
	 */
	private static final String READS_NO_CODE = "c.relchecks OPERATOR(pg_catalog.=) 0::pg_catalog.int2"
			+ " AND NOT EXISTS (SELECT FROM pg_catalog.pg_index x WHERE x.indrelid OPERATOR(pg_catalog.=) c.oid"
			+ " AND (x.indexprs IS NOT NULL OR x.indpred IS NOT NULL)) AND NOT EXISTS (SELECT"
			+ " FROM pg_catalog.pg_statistic_ext x WHERE x.stxrelid OPERATOR(pg_catalog.=) c.oid)";

	/** Of a table of somebody else, no column may be generated either: 18 computes it. */
	private static final String NOTHING_GENERATED = "NOT EXISTS (SELECT FROM pg_catalog.pg_attrdef x JOIN pg_catalog.pg_attribute a"
			+ " ON a.attrelid OPERATOR(pg_catalog.=) x.adrelid AND a.attnum OPERATOR(pg_catalog.=) x.adnum"
			+ " WHERE x.adrelid OPERATOR(pg_catalog.=) c.oid AND a.attgenerated OPERATOR(pg_catalog.<>)"
			+ " ''::pg_catalog.\"char\")";

	/**
	 * Code that a new row could run beside that; built-in functions are not in pg_depend.
	 */
	private static final String WRITES_NO_CODE = "NOT EXISTS (SELECT FROM pg_catalog.pg_attrdef x"
			+ " JOIN pg_catalog.pg_depend d ON d.objid OPERATOR(pg_catalog.=) x.oid AND d.classid OPERATOR(pg_catalog.=)"
			+ " 'pg_catalog.pg_attrdef'::pg_catalog.regclass::pg_catalog.oid AND d.refclassid OPERATOR(pg_catalog.<>)"
			+ " 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid"
			+ " WHERE x.adrelid OPERATOR(pg_catalog.=) c.oid) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a"
			+ " WHERE a.attrelid OPERATOR(pg_catalog.=) c.oid AND a.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2"
			+ " AND (a.atttypid OPERATOR(pg_catalog.>=) " + Sql.FIRST_USER_OID
			+ " OR a.attgenerated OPERATOR(pg_catalog.<>) ''::pg_catalog.\"char\"))";

	private final List<String> lockable;

	private final String anchor;

	private final List<String> names;

	private final String place;

	private final boolean named;

	/**
	 * Creates a judge of tables in one schema.
	 * @param lockable the quoted names of those that exist and are read
	 * @param anchor the quoted name of the table that tells which schema it is
	 * @param names the names of all tables that are judged if they exist, not quoted
	 * @param place an expression for the name of the schema where the anchor is missing
	 * @param named whether the options name the schema, so that its owner is believed
	 */
	TableJudge(List<String> lockable, String anchor, List<String> names, String place, boolean named) {
		this.lockable = lockable;
		this.anchor = oid(anchor);
		this.names = names;
		this.place = place;
		this.named = named;
	}

	/** Creates a judge of one table, which tells itself which schema it is. */
	static TableJudge ofOne(String quoted, String plain, String place, boolean named) {
		return new TableJudge(List.of(quoted), quoted, List.of(plain), place, named);
	}

	/** Allowed to whoever may read, also on a standby. */
	String lock() {
		return lock("ACCESS SHARE");
	}

	String lock(String mode) {
		return "LOCK TABLE " + String.join(", ", this.lockable) + " IN " + mode + " MODE";
	}

	/** Tells whether an error is that of a judgement. */
	static boolean refuses(@Nullable DatabaseError error) {
		return error != null && error.is(SqlState.INVALID_TEXT_REPRESENTATION) && error.message().contains(MARK);
	}

	/**
	 * Makes the statement that judges for reading, and returns a row for each table that
	 * exists: its {@code name}; {@code filled}, whether it may hold rows; {@code clean},
	 * whether the same judgement would do for writing; {@code foreign_owner}, the owner
	 * of the anchor if it is not believed; {@code writable}, whether the role may insert
	 * into the anchor. Most of what it costs the server is to plan it, so that each
	 * condition is in it once.
	 * @param foreign whether a foreign owner will do
	 * @return a statement
	 */
	String briefly(boolean foreign) {
		return "SELECT " + judgement(foreign) + tables(trusted(schema("c.relnamespace")));
	}

	/**
	 * Makes the statement that judges the tables of several schemas for reading, as
	 * {@link #briefly} does, and returns the name of each table's {@code schema} as well.
	 * @param anchors the quoted names of the tables that tell which schemas these are
	 * @param names the names of all tables that are judged if they exist, not quoted
	 * @return a statement
	 */
	static String brieflyInEach(List<String> anchors, List<String> names) {
		StringBuilder oids = new StringBuilder();
		for (String anchor : anchors) {
			oids.append((oids.isEmpty()) ? "" : ", ").append(oid(anchor));
		}
		return "SELECT CAST(n.nspname AS pg_catalog.text) AS schema, " + judgement(false) + beside(names)
				+ " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) h.relnamespace"
				+ trusted("c.relnamespace") + " WHERE h.oid OPERATOR(pg_catalog.=) ANY (ARRAY[" + oids + "])";
	}

	private static String judgement(boolean foreign) {
		String readable = READS_NO_CODE + " AND " + ((foreign) ? NOTHING_GENERATED : "t.trusted");
		return "c.relname AS name, " + refusedUnless(plain() + " AND " + readable)
				+ ", t.trusted AND NOT c.relhasrules AND NOT c.relhastriggers AS clean,"
				+ " CASE WHEN c.oid OPERATOR(pg_catalog.=) h.oid AND NOT t.trusted"
				+ " THEN pg_catalog.pg_get_userbyid(c.relowner) END AS foreign_owner,"
				+ " pg_catalog.has_table_privilege(h.oid, 'INSERT'::pg_catalog.text) AS writable,"
				+ " pg_catalog.pg_relation_size(c.oid::pg_catalog.regclass, 'main'::pg_catalog.text)"
				+ " OPERATOR(pg_catalog.>) 0::pg_catalog.int8 AS filled";
	}

	private static String trusted(@Nullable String schema) {
		return " CROSS JOIN LATERAL (SELECT " + TrustSql.atOnce("c.relowner", schema) + " AS trusted OFFSET 0) t";
	}

	/** Judges for writing, and returns one row. */
	String brieflyForWriting() {
		return "SELECT "
				+ refusedUnless("pg_catalog.bool_and(" + plain() + " AND "
						+ TrustSql.atOnce("c.relowner", schema("c.relnamespace")) + " AND NOT c.relhasrules"
						+ " AND NOT c.relhastriggers AND " + READS_NO_CODE + " AND " + WRITES_NO_CODE + ")")
				+ tables("");
	}

	private static String plain() {
		return "c.relkind OPERATOR(pg_catalog.=) 'r'::pg_catalog.\"char\""
				+ " AND NOT c.relispartition AND NOT c.relhassubclass AND c.relpersistence OPERATOR(pg_catalog.<>)"
				+ " 't'::pg_catalog.\"char\" AND NOT pg_catalog.row_security_active(c.oid)";
	}

	private static String refusedUnless(String believed) {
		return "pg_catalog.int4in(pg_catalog.textout(CASE WHEN " + believed + " THEN '0' ELSE '" + MARK
				+ "' END)) AS refused";
	}

	private String tables(String beside) {
		return beside(this.names) + beside + " WHERE h.oid OPERATOR(pg_catalog.=) " + this.anchor;
	}

	private static String beside(List<String> names) {
		return " FROM pg_catalog.pg_class h JOIN pg_catalog.pg_class c"
				+ " ON c.relnamespace OPERATOR(pg_catalog.=) h.relnamespace AND c.relname OPERATOR(pg_catalog.=) ANY ("
				+ Sql.names(names) + ")";
	}

	private static String oid(String quoted) {
		return "pg_catalog.to_regclass(" + Sql.literal(quoted) + "::pg_catalog.text)::pg_catalog.oid";
	}

	private @Nullable String schema(String expression) {
		return (this.named) ? expression : null;
	}

	/**
	 * Makes the statement that judges thoroughly. It returns one row.
	 * @param inspection what is wanted of the tables
	 * @return a statement
	 */
	String thoroughly(TableInspection.Use inspection) {
		return inspection(inspection).raising(MARK);
	}

	/**
	 * Finds out what is wrong, and which tables are there. Reads the catalogue only.
	 * @param session the connection
	 * @param use what is wanted of the tables
	 * @return what was found
	 */
	TableVerdict inspect(Session session, TableInspection.Use use) {
		TableInspection inspection = inspection(use);
		QueryResult result = session.query(List.of(inspection.present(), inspection.findings(), inspection.columns()));
		Rows present = result.rows(0);
		boolean writable = false;
		for (int i = 0; i < present.size(); i++) {
			writable |= present.isTrue(i, "writable");
		}
		Rows rows = result.rows(1);
		List<Finding> findings = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			findings.add(Finding.read(rows, i));
		}
		List<MissingKey> missingKeys = List.of();
		if (findings.isEmpty() && use == TableInspection.Use.WRITE) {
			TableShapes shapes = new TableShapes(this.names);
			findings.addAll(shapes.findings(result.rows(2)));
			missingKeys = (findings.isEmpty()) ? shapes.missingKeys(result.rows(2)) : List.of();
		}
		return new TableVerdict(oids(present), writable, findings, missingKeys);
	}

	private static Map<String, Long> oids(Rows present) {
		Map<String, Long> oids = new LinkedHashMap<>();
		for (int i = 0; i < present.size(); i++) {
			oids.put(present.required(i, "name"), Long.parseLong(present.required(i, "oid")));
		}
		return oids;
	}

	/**
	 * Finds out the same where most likely none of the tables is there. To ask for their
	 * names costs next to nothing, unlike the rest.
	 * @param session the connection
	 * @param use what is wanted of the tables
	 * @return what was found
	 */
	TableVerdict inspectIfPresent(Session session, TableInspection.Use use) {
		TableInspection inspection = inspection(use);
		boolean empty = !inspection.judgesSchema() && session.query(List.of(inspection.present())).rows(0).size() == 0;
		return (empty) ? TableVerdict.NO_TABLES : inspect(session, use);
	}

	/**
	 * Judges tables for writing that this session has just created.
	 * @param session the connection
	 * @return the tables, {@code null} if the brief judgement does not believe them
	 */
	@Nullable TableVerdict inspectCreated(Session session) {
		QueryResult result = session
			.queryTogether(List.of(lock(), brieflyForWriting(), inspection(TableInspection.Use.WRITE).present()));
		if (result.error() != null) {
			return null;
		}
		return new TableVerdict(oids(result.rows(1)), true, List.of(), List.of());
	}

	private TableInspection inspection(TableInspection.Use use) {
		return new TableInspection(this.anchor, Sql.names(this.names), this.place, this.named, use);
	}

}
