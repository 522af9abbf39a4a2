package dev.appmigrations.engine.ddl;

/**
 * The kind of object that the names of a {@link StatementTarget} stand for.
 */
public enum TargetType {

	/** An index. */
	INDEX,

	/** A table, in {@code REINDEX}. */
	TABLE,

	/** A schema, in {@code REINDEX}. */
	SCHEMA,

	/** A database. */
	DATABASE,

	/** The system catalogs of a database, in {@code REINDEX}. */
	SYSTEM,

	/** A partition that is detached. */
	PARTITION,

	/** A tablespace. */
	TABLESPACE,

	/** A subscription. */
	SUBSCRIPTION,

	/** The identifier of a prepared transaction. */
	PREPARED_TRANSACTION

}
