package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * {@code CREATE INDEX}.
 *
 * @param name the name, {@code null} where the server is to choose one
 * @param table the table
 * @param only whether {@code ONLY} is there
 * @param unique whether {@code UNIQUE} is there
 * @param concurrently whether {@code CONCURRENTLY} is there
 * @param ifNotExists whether {@code IF NOT EXISTS} is there
 * @param method the access method, {@code null} for the default
 * @param elements its columns and expressions
 * @param included the columns behind {@code INCLUDE}
 * @param nullsNotDistinct whether {@code NULLS NOT DISTINCT} is there
 * @param predicate the expression behind {@code WHERE}, {@code null} where there is none
 */
public record CreateIndex(@Nullable String name, ObjectName table, boolean only, boolean unique, boolean concurrently,
		boolean ifNotExists, @Nullable String method, List<IndexElement> elements, List<String> included,
		boolean nullsNotDistinct, @Nullable Expression predicate) implements DdlStatement {

	public CreateIndex {
		elements = List.copyOf(elements);
		included = List.copyOf(included);
	}

}
