package dev.appmigrations.engine.safety.facts;

import java.time.Instant;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;

/**
 * What the linter needs to know of a database, at one moment. It holds no rows, but the
 * literals in defaults, checks, predicates and policies.
 *
 * @param readAt when it was read, by the clock of the server
 * @param serverVersion the version of the server as in {@code server_version_num}, for
 * example 180006
 * @param database the name of the database
 * @param standby whether the server is in recovery: counters are those of the standby
 * @param searchPath the schemas in which a name without a schema is looked up, in order
 * @param complete whether all relations are there; otherwise only those that were asked
 * for, and what is not there is unknown unless its name was asked for
 * @param askedFor the names that were asked for, as written; empty if all were
 * @param relations tables, views, materialized views, sequences and foreign tables
 * @param types enums, domains and composite types
 * @param functions functions that defaults may call, as far as they were asked for
 */
public record SchemaFacts(Instant readAt, int serverVersion, String database, boolean standby, List<String> searchPath,
		boolean complete, List<ObjectName> askedFor, List<RelationFacts> relations, List<TypeFacts> types,
		List<FunctionFacts> functions) {

	public SchemaFacts {
		searchPath = List.copyOf(searchPath);
		askedFor = List.copyOf(askedFor);
		relations = List.copyOf(relations);
		types = List.copyOf(types);
		functions = List.copyOf(functions);
	}

}
