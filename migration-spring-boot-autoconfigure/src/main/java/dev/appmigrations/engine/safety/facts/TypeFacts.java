package dev.appmigrations.engine.safety.facts;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A type.
 *
 * @param schema its schema
 * @param name its name
 * @param kind its kind
 * @param labels the labels of an enum in order
 * @param constrained whether a domain has a check or is not null, its base domains
 * included
 * @param baseType the type beneath a domain, {@code null} for other kinds
 */
public record TypeFacts(String schema, String name, Kind kind, List<String> labels, boolean constrained,
		@Nullable ObjectName baseType) {

	public TypeFacts {
		labels = List.copyOf(labels);
	}

	/** The kinds of types. */
	public enum Kind {

		/** An enum. */
		ENUM,

		/** A domain. */
		DOMAIN,

		/** A composite type. */
		COMPOSITE,

		/** A range. */
		RANGE,

		/** A base type. */
		BASE

	}

}
