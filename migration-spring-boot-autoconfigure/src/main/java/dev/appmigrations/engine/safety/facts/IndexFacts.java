package dev.appmigrations.engine.safety.facts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An index.
 *
 * @param schema its schema
 * @param name its name
 * @param unique whether it is unique
 * @param primary whether it is that of the primary key
 * @param valid whether it is valid
 * @param method its access method
 * @param columns its key columns, {@code null} for an expression
 * @param included the columns that it only includes
 * @param predicate its predicate, {@code null} where there is none
 * @param constraint the constraint that it belongs to, {@code null} where there is none
 * @param bytes its size in bytes, -1 if unknown
 * @param scans how often it was used since the counters were reset, -1 if unknown
 */
public record IndexFacts(String schema, String name, boolean unique, boolean primary, boolean valid, String method,
		List<@Nullable String> columns, List<String> included, @Nullable String predicate, @Nullable String constraint,
		long bytes, long scans) {

	public IndexFacts {
		columns = Collections.unmodifiableList(new ArrayList<>(columns));
		included = List.copyOf(included);
	}

}
