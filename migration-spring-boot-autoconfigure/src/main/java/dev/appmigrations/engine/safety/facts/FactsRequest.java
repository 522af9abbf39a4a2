package dev.appmigrations.engine.safety.facts;

import java.time.Duration;
import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Which facts are wanted, and what reading them may cost.
 *
 * @param names the relations, indexes and types that are wanted, as scripts write them;
 * not regarded if everything is wanted
 * @param functions the functions whose volatility is wanted, as scripts write them; not
 * regarded if everything is wanted
 * @param schema the schema that scripts look into before their search path, {@code null}
 * for none
 * @param everything whether all relations, types and functions are wanted that are not
 * the server's own
 * @param schemas where everything is wanted, the schemas that it is limited to; empty for
 * all
 * @param limit how long the server may take for the catalogue, and once more for trying
 * tables
 * @param depth how much is read of each relation
 */
public record FactsRequest(List<ObjectName> names, List<ObjectName> functions, @Nullable String schema,
		boolean everything, List<String> schemas, Duration limit, Depth depth) {

	/** The limit while an application starts. */
	public static final Duration START = Duration.ofSeconds(1);

	public FactsRequest {
		names = List.copyOf(names);
		functions = List.copyOf(functions);
		schemas = List.copyOf(schemas);
	}

	/**
	 * Requests the facts about some names, as fast as a start needs them.
	 * @param names relations, indexes and types as scripts write them
	 * @param functions functions as scripts write them
	 * @param schema the schema that scripts look into before their search path, {@code
	 * null} for none
	 * @return a request for the catalogue alone
	 */
	public static FactsRequest of(List<ObjectName> names, List<ObjectName> functions, @Nullable String schema) {
		return new FactsRequest(names, functions, schema, false, List.of(), START, Depth.CATALOGUE);
	}

	/**
	 * Requests the facts about everything.
	 * @param schemas the schemas that it is limited to, empty for all
	 * @param limit how long the server may take for the catalogue, and once more for
	 * trying tables
	 * @return a request for catalogue, counters and probes
	 */
	public static FactsRequest ofEverything(List<String> schemas, Duration limit) {
		return new FactsRequest(List.of(), List.of(), null, true, schemas, limit, Depth.PROBES);
	}

	/**
	 * Requests more or less about the same objects.
	 * @param limit how long the server may take for the catalogue, and once more for
	 * trying tables
	 * @param depth how much is read of each relation
	 * @return another request
	 */
	public FactsRequest with(Duration limit, Depth depth) {
		return new FactsRequest(this.names, this.functions, this.schema, this.everything, this.schemas, limit, depth);
	}

	/** How much is read of each relation. */
	public enum Depth {

		/** The catalogue, sizes and estimates. */
		CATALOGUE,

		/** Also the counters of the statistics. */
		COUNTERS,

		/** Also whether each table has a row, which reads the tables themselves. */
		PROBES

	}

}
