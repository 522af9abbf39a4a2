package dev.appmigrations.engine.jdbc;

/**
 * The codes that decisions depend on, from PostgreSQL's documentation, appendix
 * "PostgreSQL Error Codes".
 */
public enum SqlState {

	/** lock_not_available: {@code lock_timeout}, or NOWAIT. */
	LOCK_NOT_AVAILABLE("55P03"),

	/** deadlock_detected. */
	DEADLOCK_DETECTED("40P01"),

	/** serialization_failure. */
	SERIALIZATION_FAILURE("40001"),

	/** sqlclient_unable_to_establish_sqlconnection. */
	UNABLE_TO_CONNECT("08001"),

	/** sqlserver_rejected_establishment_of_sqlconnection. */
	CONNECTION_REJECTED("08004"),

	/** connection_failure: as the driver reports a broken one. */
	CONNECTION_FAILURE("08006"),

	/** division_by_zero: how a guard in front of a transaction stops it. */
	DIVISION_BY_ZERO("22012"),

	/** invalid_parameter_value. */
	INVALID_PARAMETER_VALUE("22023"),

	/** invalid_text_representation: a text is not what its type wants. */
	INVALID_TEXT_REPRESENTATION("22P02"),

	/** untranslatable_character: the database's encoding does not have it. */
	UNTRANSLATABLE_CHARACTER("22P05"),

	/** name_too_long: a name that the parser shortens. */
	NAME_TOO_LONG("42622"),

	/** unique_violation. */
	UNIQUE_VIOLATION("23505"),

	/** active_sql_transaction: a statement that cannot run in a transaction block. */
	ACTIVE_SQL_TRANSACTION("25001"),

	/** read_only_sql_transaction. */
	READ_ONLY_TRANSACTION("25006"),

	/** idle_in_transaction_session_timeout: the server ends the session. */
	IDLE_IN_TRANSACTION_TIMEOUT("25P03"),

	/** transaction_timeout, since PostgreSQL 17: the server ends the session. */
	TRANSACTION_TIMEOUT("25P04"),

	/** invalid_authorization_specification. */
	INVALID_AUTHORIZATION("28000"),

	/** invalid_password. */
	INVALID_PASSWORD("28P01"),

	/** invalid_transaction_termination: COMMIT in a procedure that may not. */
	INVALID_TRANSACTION_TERMINATION("2D000"),

	/** invalid_catalog_name: no such database. */
	INVALID_CATALOG_NAME("3D000"),

	/** invalid_schema_name: the schema does not exist. */
	INVALID_SCHEMA_NAME("3F000"),

	/** insufficient_privilege. */
	INSUFFICIENT_PRIVILEGE("42501"),

	/** duplicate_database. */
	DUPLICATE_DATABASE("42P04"),

	/** syntax_error. */
	SYNTAX_ERROR("42601"),

	/** undefined_column. */
	UNDEFINED_COLUMN("42703"),

	/** duplicate_object: a type, for example. */
	DUPLICATE_OBJECT("42710"),

	/** wrong_object_type. */
	WRONG_OBJECT_TYPE("42809"),

	/** duplicate_schema. */
	DUPLICATE_SCHEMA("42P06"),

	/** duplicate_table. */
	DUPLICATE_TABLE("42P07"),

	/** undefined_table. */
	UNDEFINED_TABLE("42P01"),

	/** undefined_object. */
	UNDEFINED_OBJECT("42704"),

	/** too_many_connections. */
	TOO_MANY_CONNECTIONS("53300"),

	/** in_failed_sql_transaction: a statement before has failed. */
	IN_FAILED_SQL_TRANSACTION("25P02"),

	/** object_in_use: a database that others are connected to, for example. */
	OBJECT_IN_USE("55006"),

	/** unsafe_new_enum_value_usage. */
	UNSAFE_NEW_ENUM_VALUE_USAGE("55P04"),

	/** query_canceled: {@code statement_timeout}, or somebody's request. */
	QUERY_CANCELED("57014"),

	/** admin_shutdown. */
	ADMIN_SHUTDOWN("57P01"),

	/** crash_shutdown. */
	CRASH_SHUTDOWN("57P02"),

	/** cannot_connect_now: starting up, or in recovery. */
	CANNOT_CONNECT_NOW("57P03"),

	/** database_dropped. */
	DATABASE_DROPPED("57P04"),

	/** idle_session_timeout: the server ends the session. */
	IDLE_SESSION_TIMEOUT("57P05");

	private final String code;

	SqlState(String code) {
		this.code = code;
	}

	/**
	 * Returns the code.
	 * @return five characters
	 */
	public String code() {
		return this.code;
	}

}
