package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.MigrationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the histories of many schemas of one database, for those that have nothing to do:
 * <ol>
 * <li>One query of the catalogue tells which schemas have a history.
 * <li>A message reads some of them, and is one transaction: their tables are locked
 * against being replaced, judged, and read. Each message locks some hundred relations at
 * most, because all sessions of a server share the memory for that
 * ({@code max_locks_per_transaction}).
 * <li>Where a message fails, or a table is unusual, nothing is told of that schema, and
 * whoever wants to know reads its history alone.
 * </ol>
 */
public final class SchemaHistories {

	/** A history has some three relations: itself, its key, and its second index. */
	private static final int TOGETHER = 32;

	private final String table;

	private final @Nullable SharedInstances instances;

	/**
	 * Creates a reader.
	 * @param table the name of the history table in each schema
	 * @param instances where the instances are, {@code null} if that is beside each
	 * history
	 */
	public SchemaHistories(String table, @Nullable SharedInstances instances) {
		this.table = table;
		this.instances = instances;
	}

	/**
	 * Reads the histories that can be read together.
	 * @param session the connection
	 * @param schemas the names of the schemas, each of which the options name
	 * @return what was found, by the names of the schemas; those without a history, and
	 * those that have to be read alone, are missing
	 */
	public Map<String, HistorySnapshot> read(Session session, List<String> schemas) {
		Map<String, HistorySnapshot> found = new LinkedHashMap<>();
		List<Place> places = find(session, schemas);
		for (int first = 0; first < places.size(); first += TOGETHER) {
			read(session, places.subList(first, Math.min(first + TOGETHER, places.size())), found);
		}
		return found;
	}

	private List<Place> find(Session session, List<String> schemas) {
		HistoryTables tables = new HistoryTables("", this.table);
		Rows rows = session.query(List.of("SELECT CAST(n.nspname AS pg_catalog.text) AS schema,"
				+ " coalesce(pg_catalog.pg_relation_size(p.oid::pg_catalog.regclass, 'main'::pg_catalog.text)"
				+ " OPERATOR(pg_catalog.>) 0::pg_catalog.int8, false) AS begun"
				+ " FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class h"
				+ " ON h.relnamespace OPERATOR(pg_catalog.=) n.oid AND h.relname OPERATOR(pg_catalog.=) "
				+ Sql.literal(this.table) + "::pg_catalog.name LEFT JOIN pg_catalog.pg_class p"
				+ " ON p.relnamespace OPERATOR(pg_catalog.=) n.oid AND p.relname OPERATOR(pg_catalog.=) "
				+ Sql.literal(tables.progressName()) + "::pg_catalog.name"
				+ " WHERE n.nspname OPERATOR(pg_catalog.=) ANY (" + Sql.names(schemas) + ")"
				+ " AND pg_catalog.has_schema_privilege(n.oid, 'USAGE'::pg_catalog.text)"))
			.rows(0);
		List<Place> places = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++) {
			places.add(new Place(rows.required(i, "schema"), rows.isTrue(i, "begun")));
		}
		return places;
	}

	private void read(Session session, List<Place> places, Map<String, HistorySnapshot> found) {
		QueryResult result = session.queryTogether(statements(places));
		if (result.error() != null) {
			return;
		}
		DatabaseFacts facts = FactsQuery.read(result.rows(0), session.connection().backend());
		Map<String, List<Integer>> judged = bySchema(result.rows(1));
		int answer = 2;
		for (Place place : places) {
			Judgement judgement = Judgement.read(result.rows(1), judged.getOrDefault(place.schema(), List.of()));
			QueryResult begun = new QueryResult((place.begun()) ? List.of(result.rows(answer++)) : List.of(), null);
			Rows rows = result.rows(answer++);
			boolean usual = judgement.clean() && (place.begun() || !judgement.filled().contains(progressName()));
			if (usual) {
				put(found, place, facts.in(place.schema()), judgement, rows, begun);
			}
		}
	}

	private void put(Map<String, HistorySnapshot> found, Place place, DatabaseFacts facts, Judgement judgement,
			Rows rows, QueryResult begun) {
		try {
			found.put(place.schema(), new HistoryReader(place.schema(), this.table, this.instances).snapshot(facts,
					judgement, rows, (place.begun()) ? ProgressTable.read(begun) : List.of()));
		}
		catch (MigrationException ex) {
			// Whoever reads it alone says what is wrong with it.
			found.remove(place.schema());
		}
	}

	/** What has begun is read first: the row of a migration takes its place. */
	private List<String> statements(List<Place> places) {
		List<String> locked = new ArrayList<>();
		List<String> anchors = new ArrayList<>();
		List<String> reads = new ArrayList<>();
		for (Place place : places) {
			HistoryTables tables = new HistoryTables(place.schema(), this.table);
			anchors.add(tables.historyTable());
			locked.add(tables.historyTable());
			if (place.begun()) {
				locked.add(tables.progressTable());
				reads.add(new ProgressTable(tables).selectAll());
			}
			reads.add("SELECT h.* FROM " + tables.historyTable() + " h ORDER BY h.id");
		}
		FactsQuery facts = new FactsQuery(new TableExpressions(places.get(0).schema(), this.table));
		List<String> statements = new ArrayList<>(
				List.of(facts.statement(), "LOCK TABLE " + String.join(", ", locked) + " IN ACCESS SHARE MODE",
						TableJudge.brieflyInEach(anchors, new HistoryTables("", this.table).names())));
		statements.addAll(reads);
		return statements;
	}

	private String progressName() {
		return new HistoryTables("", this.table).progressName();
	}

	private static Map<String, List<Integer>> bySchema(Rows rows) {
		Map<String, List<Integer>> numbers = new LinkedHashMap<>();
		for (int i = 0; i < rows.size(); i++) {
			numbers.computeIfAbsent(rows.required(i, "schema"), (schema) -> new ArrayList<>()).add(i);
		}
		return numbers;
	}

	/**
	 * A schema that has a history.
	 *
	 * @param schema its name
	 * @param begun whether its table of progress may hold rows
	 */
	private record Place(String schema, boolean begun) {

	}

}
