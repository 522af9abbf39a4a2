package dev.appmigrations.engine.safety.facts;

import java.util.Set;

import dev.appmigrations.engine.safety.facts.FunctionFacts.Volatility;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The volatility of functions that come with the server, for when there is no database to
 * ask. Only those that a default, a generated column or a check may reasonably call are
 * known, each by the least stable of its overloads. The source is {@code provolatile} in
 * {@code pg_proc} of PostgreSQL 14 to 18; for {@code uuid-ossp} and {@code pgcrypto} it
 * is the scripts of the extensions.
 */
public final class BuiltInFunctions {

	private static final Set<String> VOLATILE = Set.of("random", "random_normal", "gen_random_uuid", "uuidv4", "uuidv7",
			"clock_timestamp", "timeofday", "nextval", "setval", "currval", "lastval", "set_config", "current_query",
			"array_sample", "array_shuffle", "setseed", "pg_sleep", "pg_sleep_for", "pg_sleep_until", "txid_status",
			"pg_xact_status", "pg_is_in_recovery", "pg_current_wal_lsn", "pg_database_size", "pg_table_size",
			"pg_total_relation_size", "lo_create", "lo_creat", "lo_from_bytea", "pg_notify", "pg_advisory_lock",
			"pg_advisory_xact_lock", "pg_try_advisory_lock", "pg_try_advisory_xact_lock");

	private static final Set<String> STABLE = Set.of("now", "transaction_timestamp", "statement_timestamp", "age",
			"array_to_string", "concat", "concat_ws", "current_database", "current_schema", "current_schemas",
			"current_setting", "current_user", "session_user", "date_part", "date_trunc", "extract", "format",
			"get_current_ts_config", "inet_client_addr", "inet_server_addr", "json_build_array", "json_build_object",
			"jsonb_build_array", "jsonb_build_object", "length", "make_timestamptz", "pg_backend_pid",
			"pg_current_snapshot", "pg_current_xact_id", "pg_get_serial_sequence", "pg_typeof", "quote_literal",
			"to_char", "to_date", "to_json", "to_jsonb", "to_number", "to_timestamp", "to_tsquery", "to_tsvector",
			"txid_current", "txid_current_snapshot", "version");

	private static final Set<String> IMMUTABLE = Set.of("abs", "array_append", "array_fill", "array_length",
			"array_position", "array_prepend", "array_remove", "ascii", "bit_length", "box", "btrim", "cardinality",
			"ceil", "ceiling", "char_length", "chr", "circle", "daterange", "decode", "div", "encode", "exp", "floor",
			"gcd", "host", "initcap", "int4range", "int8range", "isfinite", "jsonb_array_length", "jsonb_extract_path",
			"jsonb_extract_path_text", "jsonb_set", "jsonb_strip_nulls", "jsonb_typeof", "justify_days",
			"justify_hours", "justify_interval", "lcm", "left", "ln", "log", "lower", "lpad", "ltrim", "make_date",
			"make_interval", "make_time", "make_timestamp", "masklen", "md5", "mod", "network", "numnonnulls",
			"numnulls", "numrange", "octet_length", "pi", "point", "position", "power", "regexp_replace", "repeat",
			"replace", "reverse", "right", "round", "rpad", "rtrim", "sha224", "sha256", "sha384", "sha512", "sign",
			"split_part", "sqrt", "starts_with", "string_to_array", "strpos", "substr", "substring", "to_hex",
			"translate", "trunc", "tsrange", "tstzrange", "upper");

	/**
	 * They may be in any schema, because an extension is created wherever its owner
	 * likes.
	 */
	private static final Set<String> VOLATILE_IN_EXTENSIONS = Set.of("uuid_generate_v1", "uuid_generate_v1mc",
			"uuid_generate_v4", "gen_random_bytes", "gen_salt");

	private static final Set<String> IMMUTABLE_IN_EXTENSIONS = Set.of("uuid_generate_v3", "uuid_generate_v5",
			"uuid_nil", "uuid_ns_dns", "uuid_ns_url", "uuid_ns_oid", "uuid_ns_x500");

	private BuiltInFunctions() {
	}

	/**
	 * Returns the volatility of a function.
	 * @param function its name, with {@code pg_catalog} in front or without a schema; a
	 * function of an extension may have any schema
	 * @return the volatility, {@code null} if the function is not among those known here
	 */
	public static @Nullable Volatility of(ObjectName function) {
		String name = function.name();
		if (VOLATILE_IN_EXTENSIONS.contains(name)) {
			return Volatility.VOLATILE;
		}
		if (IMMUTABLE_IN_EXTENSIONS.contains(name)) {
			return Volatility.IMMUTABLE;
		}
		int qualifiers = function.parts().size() - 1;
		if (qualifiers > 0 && !"pg_catalog".equals(function.parts().get(qualifiers - 1))) {
			return null;
		}
		if (VOLATILE.contains(name)) {
			return Volatility.VOLATILE;
		}
		if (STABLE.contains(name)) {
			return Volatility.STABLE;
		}
		return (IMMUTABLE.contains(name)) ? Volatility.IMMUTABLE : null;
	}

}
