package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * {@code CREATE TYPE}.
 *
 * @param type the name
 * @param kind the kind
 * @param labels the labels of an enum, without their quotes
 */
public record CreateType(ObjectName type, Kind kind, List<String> labels) implements DdlStatement {

	public CreateType {
		labels = List.copyOf(labels);
	}

	/** The kinds of types. */
	public enum Kind {

		/** A composite type. */
		COMPOSITE,

		/** An enum. */
		ENUM,

		/** A range. */
		RANGE,

		/** A base type, or the shell of one. */
		BASE

	}

}
