package dev.appmigrations.engine.adopt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import dev.appmigrations.engine.history.ForeignTables;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads the history tables of other tools. Needs no more than the right to
 * read.
 */
public final class ForeignHistories {

	private static final String PATH = "pg_catalog.current_schemas(false)";

	/** A sign of Rails, and no history. */
	private static final String RAILS_METADATA = "ar_internal_metadata";

	private ForeignHistories() {
	}

	/**
	 * Finds the tables, from the catalogue alone.
	 * @param session the connection
	 * @param schema where to look, {@code null} for the search path; a tool that has a
	 * schema of its own is looked for there as well
	 * @return at most one table for each tool; empty if there is none
	 * @throws DatabaseErrorException if the server refuses
	 */
	public static List<ForeignHistory> find(Session session, @Nullable String schema) {
		Rows rows = session.query(List.of(catalogue(schema))).rows(0);
		Map<String, Set<String>> bySchema = new HashMap<>();
		for (int i = 0; i < rows.size(); i++) {
			bySchema.computeIfAbsent(rows.required(i, "schema"), (name) -> new TreeSet<>())
				.add(rows.required(i, "name"));
		}
		List<ForeignHistory> candidates = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			String place = rows.required(i, "schema");
			String table = rows.required(i, "name");
			List<String> columns = List.of(rows.required(i, "columns").split("\n"));
			ForeignTools.owner(place, table, Set.copyOf(columns), Objects.requireNonNull(bySchema.get(place)))
				.map((tool) -> new ForeignHistory(tool, place, table, columns))
				.ifPresent(candidates::add);
		}
		Map<String, ForeignHistory> found = new LinkedHashMap<>();
		for (ForeignHistory history : withoutCode(session, candidates)) {
			found.merge(history.tool().id(), history, ForeignHistories::preferred);
		}
		return List.copyOf(found.values());
	}

	/** A table that runs code when it is read is none that a tool has made. */
	private static List<ForeignHistory> withoutCode(Session session, List<ForeignHistory> found) {
		if (found.isEmpty()) {
			return found;
		}
		List<String> questions = new ArrayList<>();
		found.forEach((history) -> questions.add(ForeignTables.code(history.schema(), List.of(history.table()))));
		QueryResult answers = session.query(questions);
		List<ForeignHistory> harmless = new ArrayList<>();
		int number = 0;
		for (ForeignHistory history : found) {
			if (answers.rows(number).size() == 0) {
				harmless.add(history);
			}
			number++;
		}
		return harmless;
	}

	/** In one schema the tool's preferred name wins, else the search path decides. */
	private static ForeignHistory preferred(ForeignHistory first, ForeignHistory other) {
		List<String> tables = first.tool().tables();
		boolean better = first.schema().equals(other.schema())
				&& tables.indexOf(other.table()) < tables.indexOf(first.table());
		return (better) ? other : first;
	}

	private static String catalogue(@Nullable String schema) {
		Set<String> names = new LinkedHashSet<>(Set.of(RAILS_METADATA));
		Set<String> schemas = new LinkedHashSet<>();
		for (ForeignTool tool : ForeignTools.all()) {
			names.addAll(tool.tables());
			if (tool.ownSchema() != null) {
				schemas.add(tool.ownSchema());
			}
		}
		String place = "n.nspname OPERATOR(pg_catalog.=) "
				+ ((schema != null) ? Sql.literal(schema) : "ANY (" + PATH + ")");
		return "SELECT n.nspname AS schema, c.relname AS name,"
				+ " pg_catalog.string_agg(a.attname::pg_catalog.text, pg_catalog.chr(10) ORDER BY a.attnum) AS columns"
				+ " FROM pg_catalog.pg_class c"
				+ " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
				+ " JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) c.oid"
				+ " AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped"
				+ " WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p}'::pg_catalog.\"char\"[])"
				+ " AND c.relname OPERATOR(pg_catalog.=) ANY (" + Sql.names(names) + ") AND (" + place
				+ " OR n.nspname OPERATOR(pg_catalog.=) ANY (" + Sql.names(schemas) + ")) GROUP BY n.nspname, c.relname"
				+ " ORDER BY pg_catalog.array_position(" + PATH + ", n.nspname), n.nspname, c.relname";
	}

	/**
	 * Tells whether a table records anything: one that a tool has made and not used, or
	 * all of whose migrations are undone, is no history. It is read without its row-level
	 * policies, so that no function of theirs runs; one that may not be read counts as a
	 * history, because nobody can tell.
	 * @param session the connection
	 * @param history the table
	 * @return whether some migration is recorded as applied or failed
	 * @throws DatabaseErrorException if the connection broke
	 */
	public static boolean recordsAnything(Session session, ForeignHistory history) {
		QueryResult result = select(session, history);
		DatabaseError error = result.error();
		if (error != null) {
			if (error.connectionLost()) {
				throw new DatabaseErrorException(error);
			}
			return true;
		}
		return rows(history, result.rows(2)).stream().anyMatch(ForeignRow::counts);
	}

	/** Reads the role, a judgement, and the table without the policies of its rows. */
	private static QueryResult select(Session session, ForeignHistory history) {
		List<String> statements = new ArrayList<>(
				List.of("BEGIN READ ONLY", "SET LOCAL row_security = off", "SELECT current_user AS role"));
		statements.addAll(ForeignTables.guards(history.schema(), history.table()));
		statements.addAll(List.of(history.select(), "COMMIT"));
		QueryResult result = session.query(statements);
		DatabaseError error = result.error();
		if (error != null && !error.connectionLost()) {
			session.query(List.of("ROLLBACK"));
		}
		return result;
	}

	/**
	 * Reads a table.
	 * @param session the connection
	 * @param history the table
	 * @return its rows, in the order in which they were written
	 * @throws MigrationException if the role may not read it
	 * @throws DatabaseErrorException if the server refuses for another reason
	 */
	public static List<ForeignRow> read(Session session, ForeignHistory history) {
		QueryResult result = select(session, history);
		DatabaseError error = result.error();
		if (error != null && error.is(SqlState.INSUFFICIENT_PRIVILEGE)) {
			String role = result.rows(0).required(0, "role");
			throw new MigrationException(ErrorCode.PERMISSION_DENIED,
					"Role " + Sql.visibleIdentifier(role) + " may not read " + history + ".\n" + error.text(),
					"Let its owner run:\n  GRANT USAGE ON SCHEMA " + Sql.visibleIdentifier(history.schema()) + " TO "
							+ Sql.visibleIdentifier(role) + ";\n  GRANT SELECT ON " + history.qualified() + " TO "
							+ Sql.visibleIdentifier(role) + ";",
					null);
		}
		return rows(history, result.rows(2));
	}

	private static List<ForeignRow> rows(ForeignHistory history, Rows rows) {
		List<ForeignRecord> records = new ArrayList<>(rows.size());
		IntStream.range(0, rows.size()).forEach((number) -> records.add(new ForeignRecord(rows, number)));
		return history.tool().rows(records);
	}

}
