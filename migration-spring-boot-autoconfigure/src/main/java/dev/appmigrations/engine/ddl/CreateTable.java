package dev.appmigrations.engine.ddl;

import java.util.List;

import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * {@code CREATE TABLE} or {@code CREATE FOREIGN TABLE}.
 *
 * @param table the name
 * @param persistence how long its rows last
 * @param foreign whether it is a foreign table
 * @param ifNotExists whether {@code IF NOT EXISTS} is there
 * @param columns its own columns; in a partition or a typed table those that have options
 * @param constraints its table constraints
 * @param inherits the tables that it inherits from
 * @param like the tables that it copies columns from
 * @param type the composite type that it is of, {@code null} where it is none
 * @param partitionOf the partitioned table that it becomes a partition of, {@code null}
 * where it is none
 * @param bound the bound of the partition
 * @param partitioned whether {@code PARTITION BY} is there
 */
public record CreateTable(ObjectName table, Persistence persistence, boolean foreign, boolean ifNotExists,
		List<ColumnDefinition> columns, List<Constraint> constraints, List<ObjectName> inherits, List<ObjectName> like,
		@Nullable ObjectName type, @Nullable ObjectName partitionOf, @Nullable PartitionBound bound,
		boolean partitioned) implements DdlStatement {

	public CreateTable {
		columns = List.copyOf(columns);
		constraints = List.copyOf(constraints);
		inherits = List.copyOf(inherits);
		like = List.copyOf(like);
	}

}
