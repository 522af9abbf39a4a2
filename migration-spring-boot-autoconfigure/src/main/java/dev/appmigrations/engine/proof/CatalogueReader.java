package dev.appmigrations.engine.proof;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalogue again and again over one session, whose server plans the query
 * once: to plan it takes about as long as to run it.
 */
public final class CatalogueReader {

	private static final String NAME = "app_migrations_catalogue";

	private static final List<String> BEGIN = List.of("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
			// Without it definitions would depend on the path of whoever asks, and so
			// would the operator with which pg_get_viewdef looks for a rule (see
			// PostgreSQL: src/backend/utils/adt/ruleutils.c). A pg_temp that is not
			// named comes first.
			"SET LOCAL search_path = pg_catalog, pg_temp", "SET LOCAL quote_all_identifiers = off",
			// To compile so long a query takes longer than to run it.
			"SET LOCAL jit = off");

	private final Session session;

	private final String query;

	private boolean prepared;

	/**
	 * Creates a reader.
	 * @param session leads to the database, outside a transaction
	 * @param historyTable the name of the history's table, without its schema
	 * @param historySchema the schema that is created for the history, which is left out;
	 * {@code null} if there is none of its own
	 */
	public CatalogueReader(Session session, String historyTable, @Nullable String historySchema) {
		this.session = session;
		this.query = CatalogueQuery.text(historyTable, historySchema);
	}

	/**
	 * Reads the catalogue, in one round trip.
	 * @return what is there
	 * @throws DatabaseErrorException if the server refuses
	 */
	public SchemaSnapshot read() {
		if (!this.prepared) {
			ask("PREPARE " + NAME + " AS " + this.query);
			this.prepared = true;
		}
		return new SchemaSnapshot(objects(ask("EXECUTE " + NAME).rows(0)));
	}

	/**
	 * Reads the catalogue once, in one round trip.
	 * @return what is there
	 * @throws DatabaseErrorException if the server refuses
	 */
	public SchemaSnapshot readOnce() {
		return new SchemaSnapshot(objects(ask(this.query).rows(0)));
	}

	private QueryResult ask(String statement) {
		List<String> statements = new ArrayList<>(BEGIN);
		statements.add(statement);
		statements.add("COMMIT");
		QueryResult result = this.session.query(statements);
		if (result.error() != null) {
			this.session.query(List.of("ROLLBACK"));
			throw new DatabaseErrorException(result.error());
		}
		return result;
	}

	private static List<SchemaObject> objects(Rows rows) {
		List<SchemaObject> objects = new ArrayList<>(rows.size());
		for (int row = 0; row < rows.size(); row++) {
			objects.add(new SchemaObject(rows.required(row, "identity"), rows.required(row, "definition"),
					rows.value(row, "owner"), rows.value(row, "removal")));
		}
		return objects;
	}

}
