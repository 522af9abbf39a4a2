package dev.appmigrations.engine.ddl;

import java.util.Locale;

/**
 * The kind of an object that a statement names.
 */
public enum ObjectType {

	/** A table. */
	TABLE,

	/** A foreign table. */
	FOREIGN_TABLE,

	/** A view. */
	VIEW,

	/** A materialized view. */
	MATERIALIZED_VIEW,

	/** An index. */
	INDEX,

	/** A sequence. */
	SEQUENCE,

	/** A column of a table, or an attribute of a type. */
	COLUMN,

	/** A constraint of a table or a domain. */
	CONSTRAINT,

	/** A composite type, an enum, a range or a base type. */
	TYPE,

	/** A domain. */
	DOMAIN,

	/** A function. */
	FUNCTION,

	/** A procedure. */
	PROCEDURE,

	/** A function or a procedure. */
	ROUTINE,

	/** An aggregate. */
	AGGREGATE,

	/** A trigger. */
	TRIGGER,

	/** An event trigger. */
	EVENT_TRIGGER,

	/** A rule. */
	RULE,

	/** A policy of row security. */
	POLICY,

	/** A schema. */
	SCHEMA,

	/** A database. */
	DATABASE,

	/** A tablespace. */
	TABLESPACE,

	/** A role, user or group. */
	ROLE,

	/** An extension. */
	EXTENSION,

	/** A publication. */
	PUBLICATION,

	/** A subscription. */
	SUBSCRIPTION,

	/** Extended statistics. */
	STATISTICS,

	/** A collation. */
	COLLATION,

	/** The system catalogs, in {@code REINDEX}. */
	SYSTEM,

	/** Anything else. */
	OTHER;

	/**
	 * Returns the keywords that name the kind.
	 * @return for example {@code MATERIALIZED VIEW}
	 */
	public String keywords() {
		return name().replace('_', ' ').toUpperCase(Locale.ROOT);
	}

}
