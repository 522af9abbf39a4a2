package dev.appmigrations.engine.safety.rule;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * Names as a person would write them in SQL: quoted only where they must be.
 */
final class Names {

	private static final Pattern SIMPLE = Pattern.compile("[a-z_][a-z0-9_$]*");

	/**
	 * Reserved keywords (see PostgreSQL: the manual's appendix C).
	 */
	private static final Set<String> RESERVED = Set.of("all", "analyse", "analyze", "and", "any", "array", "as", "asc",
			"asymmetric", "authorization", "binary", "both", "case", "cast", "check", "collate", "collation", "column",
			"concurrently", "constraint", "create", "cross", "current_catalog", "current_date", "current_role",
			"current_schema", "current_time", "current_timestamp", "current_user", "default", "deferrable", "desc",
			"distinct", "do", "else", "end", "except", "false", "fetch", "for", "foreign", "freeze", "from", "full",
			"grant", "group", "having", "ilike", "in", "initially", "inner", "intersect", "into", "is", "isnull",
			"join", "lateral", "leading", "left", "like", "limit", "localtime", "localtimestamp", "natural", "not",
			"notnull", "null", "offset", "on", "only", "or", "order", "outer", "overlaps", "placing", "primary",
			"references", "returning", "right", "select", "session_user", "similar", "some", "symmetric", "system_user",
			"table", "tablesample", "then", "to", "trailing", "true", "union", "unique", "user", "using", "variadic",
			"verbose", "when", "where", "window", "with");

	/** What the server keeps of a name. */
	private static final int LONGEST = 63;

	private Names() {
	}

	static String sql(String name) {
		return (SIMPLE.matcher(name).matches() && !RESERVED.contains(name)) ? name : Sql.visibleIdentifier(name);
	}

	static String sql(ObjectName name) {
		return name.parts().stream().map(Names::sql).collect(Collectors.joining("."));
	}

	/** Without the schema in which a name without a schema would be found anyway. */
	static String sql(TableState table, ObjectName written) {
		return sql((written.parts().size() > 1) ? written : ObjectName.of(table.name().name()));
	}

	static String list(List<String> names) {
		return names.stream().map(Names::sql).collect(Collectors.joining(", "));
	}

	/** A new name from parts of others. */
	static String join(String... parts) {
		String name = String.join("_", parts);
		return sql((name.length() > LONGEST) ? name.substring(0, LONGEST) : name);
	}

}
