package dev.appmigrations.engine.safety;

import java.util.Map;

import dev.appmigrations.engine.sql.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * How many rows statements would change, by the server's estimate.
 *
 * @param rows the numbers of rows by place; statements that change few rows, or that were
 * not estimated, are missing
 */
public record RowEstimates(Map<Place, Long> rows) {

	/** Nothing was estimated. */
	public static final RowEstimates NONE = new RowEstimates(Map.of());

	public RowEstimates {
		rows = Map.copyOf(rows);
	}

	@Nullable Long of(String migration, SourcePosition position) {
		return this.rows.get(new Place(migration, position));
	}

	/**
	 * Where a statement stands.
	 *
	 * @param migration the name of the migration
	 * @param position where the statement begins
	 */
	public record Place(String migration, SourcePosition position) {

	}

}
