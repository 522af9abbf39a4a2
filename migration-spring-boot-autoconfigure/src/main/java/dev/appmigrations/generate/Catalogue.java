package dev.appmigrations.generate;

import java.util.Collection;
import java.util.List;

import dev.appmigrations.engine.shape.CastShape;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What generated migrations have to know of a database.
 */
public interface Catalogue {

	/**
	 * Reads a table.
	 * @param table its name, with or without a schema
	 * @return the table, {@code null} if there is no relation of that name
	 */
	@Nullable TableShape table(ObjectName table);

	/**
	 * Reads the table that an index belongs to.
	 * @param index the name of the index, with or without a schema
	 * @return the table, {@code null} if there is no index of that name
	 */
	@Nullable TableShape tableOfIndex(ObjectName index);

	/**
	 * Reads the values of an enum type.
	 * @param type the name of the type, with or without a schema
	 * @return the values in their order, {@code null} if there is no enum of that name
	 */
	@Nullable List<String> enumLabels(ObjectName type);

	/**
	 * Reads how values of a column become values of another type, and back.
	 * @param table the table
	 * @param column the name of the column
	 * @param type the other type, as a statement has it
	 * @return the casts, {@code null} if there is no such type
	 */
	@Nullable CastShape cast(TableShape table, String column, String type);

	/**
	 * Tells whether an expression may be different for each row: whether a function of a
	 * name that it calls is volatile.
	 * @param functions the names of the functions that it calls
	 * @return whether one is
	 */
	boolean isVolatile(Collection<String> functions);

}
