package dev.appmigrations.engine.ddl;

import java.util.Set;

/**
 * The keywords that can't be names everywhere, in the categories of PostgreSQL 18; see
 * PostgreSQL: {@code src/include/parser/kwlist.h}. Those that are reserved only there
 * ({@code system_user}) are names to nobody.
 */
final class Keywords {

	private static final Set<String> RESERVED = setOf("""
			all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create
			current_catalog current_date current_role current_time current_timestamp current_user default deferrable
			desc distinct do else end except false fetch for foreign from grant group having in initially intersect
			into lateral leading limit localtime localtimestamp not null offset on only or order placing primary
			references returning select session_user some symmetric system_user table then to trailing true union
			unique user using variadic when where window with""");

	/** Names of types and functions, but not of columns and tables. */
	private static final Set<String> TYPE_OR_FUNCTION = setOf("""
			authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull join
			left like natural notnull outer overlaps right similar tablesample verbose""");

	/** Names of columns and tables, but not of types and functions. */
	private static final Set<String> COLUMN = setOf("""
			between bigint bit boolean char character coalesce dec decimal exists extract float greatest grouping inout
			int integer interval json json_array json_arrayagg json_exists json_object json_objectagg json_query
			json_scalar json_serialize json_table json_value least merge_action national nchar none normalize nullif
			numeric out overlay position precision real row setof smallint substring time timestamp treat trim values
			varchar xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot
			xmlserialize xmltable""");

	private Keywords() {
	}

	private static Set<String> setOf(String words) {
		return Set.of(words.split("\\s+"));
	}

	static boolean isReserved(String word) {
		return RESERVED.contains(word);
	}

	/** Whether an unquoted word may name a column, a table or the like. */
	static boolean isColumnName(String word) {
		return !RESERVED.contains(word) && !TYPE_OR_FUNCTION.contains(word);
	}

	/** Whether an unquoted word may name a type or a function. */
	static boolean isTypeOrFunctionName(String word) {
		return !RESERVED.contains(word) && !COLUMN.contains(word);
	}

	/** Whether an unquoted word may name neither a column nor a table. */
	static boolean isTypeOrFunctionOnly(String word) {
		return TYPE_OR_FUNCTION.contains(word);
	}

	/** Whether an unquoted word may name neither a type nor a function. */
	static boolean isColumnOnly(String word) {
		return COLUMN.contains(word);
	}

}
