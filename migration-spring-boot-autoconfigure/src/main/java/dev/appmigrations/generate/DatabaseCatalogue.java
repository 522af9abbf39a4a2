package dev.appmigrations.generate;

import java.util.Collection;
import java.util.List;

import dev.appmigrations.engine.operation.DatabaseOperations;
import dev.appmigrations.engine.shape.CastShape;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of a database, read when it is asked for.
 */
public final class DatabaseCatalogue implements Catalogue {

	private final DatabaseOperations database;

	/**
	 * Creates one.
	 * @param database the database
	 */
	public DatabaseCatalogue(DatabaseOperations database) {
		this.database = database;
	}

	@Override
	public @Nullable TableShape table(ObjectName table) {
		return this.database.shape(table);
	}

	@Override
	public @Nullable TableShape tableOfIndex(ObjectName index) {
		return this.database.shapeOfIndexed(index);
	}

	@Override
	public @Nullable List<String> enumLabels(ObjectName type) {
		return this.database.enumLabels(type);
	}

	@Override
	public @Nullable CastShape cast(TableShape table, String column, String type) {
		return this.database.cast(table.name(), column, type);
	}

	@Override
	public boolean isVolatile(Collection<String> functions) {
		return !functions.isEmpty() && this.database.isVolatile(functions);
	}

}
