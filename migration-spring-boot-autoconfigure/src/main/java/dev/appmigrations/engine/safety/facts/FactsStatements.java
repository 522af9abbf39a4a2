package dev.appmigrations.engine.safety.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * The statements of one message that reads facts: the transaction and its limits, the
 * choice of objects, and one query for each kind of facts.
 */
final class FactsStatements {

	/**
	 * How many partitions are read one by one beside those that were asked for, and how
	 * many tables at the other end of foreign keys. Sizes and estimates cover all
	 * partitions.
	 */
	static final int MOST_RELATED = 200;

	private static final String LOCK_TIMEOUT = "200ms";

	/**
	 * What recursive queries return is estimated so high that whole catalogues would be
	 * read.
	 */
	private static final String BY_INDEX = "pg_catalog.set_config('enable_hashjoin', 'off', true),"
			+ " pg_catalog.set_config('enable_mergejoin', 'off', true),"
			+ " pg_catalog.set_config('enable_seqscan', 'off', true), ";

	private static final Pattern TEXT = Pattern.compile("%TEXT\\((.+),([a-z.]+)\\)%");

	private static final Pattern NAMES = Pattern.compile("%NAMES\\(([a-z.]+),([a-z_0-9.:\\[\\]]+)\\)%");

	private static final String LOCKS = "SELECT l.relation FROM pg_catalog.pg_locks l WHERE l.mode"
			+ " OPERATOR(pg_catalog.=) 'AccessExclusiveLock'::pg_catalog.text AND l.database OPERATOR(pg_catalog.=) "
			+ Sql.DATABASE + " AND l.relation IS NOT NULL";

	private static final String LOCKED = LOCKS + " UNION ALL SELECT x.indrelid FROM pg_catalog.pg_index x WHERE"
			+ " x.indexrelid OPERATOR(pg_catalog.=) ANY (ARRAY(" + LOCKS + "))";

	/**
	 * Whether the owner of a relation may run code as the current role anyway: that role
	 * itself, a superuser, or the owner of the database, whose role is {@code
	 * pg_database_owner} (see PostgreSQL: src/include/catalog/pg_authid.dat).
	 */
	private static final String TRUSTED = "(pg_catalog.pg_get_userbyid(c.relowner) OPERATOR(pg_catalog.=) CURRENT_USER"
			+ " OR pg_catalog.pg_has_role(c.relowner, 6171::pg_catalog.oid, 'USAGE'))";

	private static final String COUNTERS = """
			, counted AS MATERIALIZED (
			  SELECT m.root, pg_catalog.sum(pg_catalog.pg_stat_get_numscans(m.oid)) AS scans,
			    pg_catalog.sum(pg_catalog.pg_stat_get_tuples_inserted(m.oid)
			      OPERATOR(pg_catalog.+) pg_catalog.pg_stat_get_tuples_updated(m.oid)
			      OPERATOR(pg_catalog.+) pg_catalog.pg_stat_get_tuples_deleted(m.oid)) AS writes,
			    pg_catalog.sum((SELECT pg_catalog.sum(pg_catalog.pg_stat_get_numscans(x.indexrelid))
			      FROM pg_catalog.pg_index x WHERE x.indrelid OPERATOR(pg_catalog.=) m.oid)) AS index_scans,
			    %s AS last_read
			  FROM member m WHERE m.relkind OPERATOR(pg_catalog.=) ANY ('{r,m}'::pg_catalog."char"[]) GROUP BY m.root
			)""";

	private static final String LAST_READ = "greatest(pg_catalog.max(pg_catalog.pg_stat_get_lastscan(m.oid)),"
			+ " pg_catalog.max((SELECT pg_catalog.max(pg_catalog.pg_stat_get_lastscan(x.indexrelid))"
			+ " FROM pg_catalog.pg_index x WHERE x.indrelid OPERATOR(pg_catalog.=) m.oid)))";

	private final FactsRequest request;

	private final TimeBudget budget;

	private final int version;

	private final boolean aroundLocks;

	/**
	 * Creates statements.
	 * @param request what is wanted
	 * @param version the version of the server as in {@code server_version_num}
	 * @param aroundLocks whether to leave out what would wait for those that hold a
	 * relation exclusively now: sizes, and texts that the server writes with the
	 * relation's help
	 */
	FactsStatements(FactsRequest request, int version, boolean aroundLocks) {
		this.request = request;
		this.budget = new TimeBudget(request.limit(), request.limit());
		this.version = version;
		this.aroundLocks = aroundLocks;
	}

	/**
	 * Returns the statements of the message. Those that return rows are the settings, the
	 * header, the choice, and each of {@link FactsPart} behind a statement that sets its
	 * limit.
	 */
	List<String> all() {
		List<String> statements = new ArrayList<>();
		statements.add("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
		statements.add("SELECT pg_catalog.set_config('lock_timeout', '" + LOCK_TIMEOUT + "', true),"
				+ " pg_catalog.set_config('jit', 'off', true), " + ((this.request.everything()) ? "" : BY_INDEX)
				+ this.budget.next());
		statements.add(header());
		statements.add((this.request.everything()) ? everything() : names());
		for (FactsPart part : FactsPart.values()) {
			statements.add("SELECT " + this.budget.next());
			statements.add(complete(part.sql()));
		}
		statements.add("COMMIT");
		return statements;
	}

	private String header() {
		return "SELECT pg_catalog.now() AS read_at, pg_catalog.current_setting('server_version_num') AS version,"
				+ " pg_catalog.current_database() AS database, pg_catalog.pg_is_in_recovery() AS standby, " + path()
				+ " AS path";
	}

	/**
	 * What the server looks into by itself comes first, then our schema, then the path.
	 */
	private String path() {
		String implicit = "ARRAY(SELECT u.s FROM pg_catalog.unnest(pg_catalog.current_schemas(true)) WITH ORDINALITY"
				+ " AS u (s, n) WHERE u.s OPERATOR(pg_catalog.<>) ALL (pg_catalog.current_schemas(false)) ORDER BY u.n)";
		String schema = this.request.schema();
		return "(" + implicit + ((schema != null) ? " OPERATOR(pg_catalog.||) " + Sql.names(List.of(schema)) : "")
				+ " OPERATOR(pg_catalog.||) pg_catalog.current_schemas(false))";
	}

	private String names() {
		StringBuilder values = new StringBuilder();
		int number = 0;
		for (ObjectName name : this.request.names()) {
			values.append(value(number++, name, false)).append(", ");
		}
		for (ObjectName name : this.request.functions()) {
			values.append(value(number++, name, true)).append(", ");
		}
		values.append("(-1, NULL::pg_catalog.name, ''::pg_catalog.name, false)");
		return FactsScope.NAMES.formatted(values, path(), MOST_RELATED, MOST_RELATED);
	}

	private static String value(int number, ObjectName name, boolean routine) {
		List<String> parts = name.parts();
		String space = (parts.size() > 1) ? parts.get(parts.size() - 2) : null;
		return "(" + number + ", " + Sql.literal(space) + "::pg_catalog.name, " + Sql.name(name.name()) + ", " + routine
				+ ")";
	}

	private String everything() {
		List<String> schemas = this.request.schemas();
		return FactsScope.EVERYTHING.formatted(
				(schemas.isEmpty()) ? "true" : "n.nspname OPERATOR(pg_catalog.=) ANY (" + Sql.names(schemas) + ")");
	}

	private String complete(String sql) {
		boolean counters = this.request.depth() != FactsRequest.Depth.CATALOGUE;
		String text = TEXT.matcher(sql)
			.replaceAll(
					(this.aroundLocks)
							? Matcher.quoteReplacement("CASE WHEN ") + "$2"
									+ Matcher.quoteReplacement(
											" OPERATOR(pg_catalog.<>) ALL (ARRAY(" + LOCKS + ")) THEN ")
									+ "$1 END"
							: "$1");
		text = NAMES.matcher(text)
			.replaceAll("ARRAY(SELECT a.attname FROM pg_catalog.unnest($2) WITH ORDINALITY AS u (number, place)"
					+ " JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) $1"
					+ " AND a.attnum OPERATOR(pg_catalog.=) u.number ORDER BY u.place)");
		return text.replace("%RELATIONS%", oids("relations"))
			.replace("%MEMBERS%", oids((this.request.everything()) ? "relations" : "members"))
			.replace("%TYPES%", oids("types"))
			.replace("%ROUTINES%", oids("routines"))
			.replace("%LOCKED%", (this.aroundLocks) ? LOCKED : "SELECT 0::pg_catalog.oid WHERE false")
			.replace("%TRUSTED%", TRUSTED)
			.replace("%BLOCK%", number("pg_catalog.current_setting('block_size')"))
			.replace("%FIRST_USER_OID%", Sql.FIRST_USER_OID)
			.replace("%ENFORCED%", (this.version >= 180000) ? "k.conenforced" : "true")
			.replace("%IN_SCHEMA%", (this.version >= 150000) ? RelationSql.PUBLICATIONS_OF_SCHEMAS : "")
			.replace("%SCANS%", (counters) ? "pg_catalog.sum(pg_catalog.pg_stat_get_numscans(t.oid))" : "-1")
			.replace("%COUNTERS%", (counters)
					? COUNTERS.formatted((this.version >= 160000) ? LAST_READ : "NULL::pg_catalog.timestamptz") : "")
			.replace("%COUNTED%", (counters) ? ", u.scans, u.writes, u.index_scans, u.last_read" : "")
			.replace("%COUNTED_BY%", (counters) ? " LEFT JOIN counted u ON u.root OPERATOR(pg_catalog.=) s.oid" : "");
	}

	private static String oids(String setting) {
		return "(ARRAY(SELECT " + number("u.oid") + "::pg_catalog.oid FROM pg_catalog.unnest("
				+ "pg_catalog.string_to_array(pg_catalog.current_setting('app_migrations." + setting
				+ "'), ',')) AS u (oid)))";
	}

	/**
	 * Reads a number. There is no cast from text to numbers in {@code pg_cast}: somebody
	 * may have made one, which then runs in the place of the server's own conversion.
	 */
	private static String number(String text) {
		return "pg_catalog.to_number(" + text + ", '9999999999')::pg_catalog.int8";
	}

}
