package dev.appmigrations.engine.backfill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.BackfillSpec;
import dev.appmigrations.engine.migration.MigrationException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the table of a backfill and makes sure that it can be walked by its key:
 * <ol>
 * <li>The table is an ordinary or a partitioned one, and no other table inherits from it.
 * <li>The columns of the key are NOT NULL, and neither generated nor the server's own.
 * <li>A valid unique btree index has exactly these columns, in their order, ascending, by
 * the default operators and collations, for all rows; for a partitioned table it is an
 * index of its own, not only of its partitions.
 * <li>With a condition, an index has the rows of it in the order of the key; a unique
 * index with that condition needs no other beside it.
 * </ol>
 */
final class WalkedTableReader {

	private static final Map<String, String> KINDS = Map.of("v", "view", "m", "materialized view", "f", "foreign table",
			"S", "sequence", "i", "index", "I", "index");

	private final Session session;

	private final BackfillSpec spec;

	private WalkedTableReader(Session session, BackfillSpec spec) {
		this.session = session;
		this.spec = spec;
	}

	/**
	 * Reads a table.
	 * @param session the connection, in no transaction
	 * @param spec the table, the key and the condition
	 * @param schema the schema that scripts look into before their search path, {@code
	 * null} for none
	 * @return the table
	 * @throws MigrationException if it cannot be walked
	 * @throws dev.appmigrations.engine.jdbc.DatabaseErrorException if the server does not
	 * answer
	 */
	static WalkedTable read(Session session, BackfillSpec spec, @Nullable String schema) {
		return new WalkedTableReader(session, spec).read(schema);
	}

	private WalkedTable read(@Nullable String schema) {
		RefusedTable written = new RefusedTable(this.spec.table(), false);
		Rows found = names(written, "table=", List.of(WalkedTableSql.table(this.spec.table(), schema))).rows(0);
		String number = found.value(0, "oid");
		int parts = Integer.parseInt(found.required(0, "size"));
		if (number == null || parts > 2) {
			throw written.unknown();
		}
		String kind = found.required(0, "relkind");
		RefusedTable refused = new RefusedTable(found.required(0, "quoted"), kind.equals("p"));
		if (!kind.equals("r") && !kind.equals("p")) {
			throw (KINDS.containsKey(kind)) ? refused.kind(KINDS.get(kind)) : written.unknown();
		}
		if (found.required(0, "relpersistence").equals("t")) {
			throw refused.temporary();
		}
		if (kind.equals("r") && found.isTrue(0, "children")) {
			throw refused.inherited();
		}
		String oid = WalkedTableSql.oid(number);
		QueryResult facts = names(refused, "key=", List.of(WalkedTableSql.columns(oid, this.spec.key()),
				WalkedTableSql.indexes(oid), WalkedTableSql.estimate(oid)));
		KeyReading key = KeyReading.of(facts.rows(0), refused);
		KeyIndex index = index(key, KeyIndex.read(facts.rows(1)), refused);
		return new WalkedTable(found.required(0, "nspname"), found.required(0, "relname"), refused.quoted(),
				Long.parseLong(number), refused.partitioned(), key.columns(index),
				Long.parseLong(facts.rows(2).required(0, "estimate")));
	}

	/** What people have written as a name may be none. */
	private QueryResult names(RefusedTable refused, String option, List<String> queries) {
		QueryResult result = this.session.query(queries);
		DatabaseError error = result.error();
		if (error != null && error.is(SqlState.INVALID_PARAMETER_VALUE)) {
			throw refused.because(option + " holds no name.\n" + error.text(),
					"Write names as in a statement, those with other characters in double quotes.");
		}
		return result.orThrow();
	}

	private KeyIndex index(KeyReading key, List<KeyIndex> indexes, RefusedTable refused) {
		String condition = this.spec.where();
		WalkCondition walk = (condition != null) ? condition(condition, key, refused) : null;
		List<Integer> numbers = key.numbers();
		List<KeyIndex> same = indexes.stream()
			.filter((index) -> index.unique() && index.numbers().equals(numbers))
			.toList();
		for (KeyIndex index : same) {
			boolean all = index.predicate() == null || (walk != null && walk.isHeldBy(index.quoted()));
			if (index.defect() == null && all) {
				return index;
			}
		}
		throw (same.isEmpty()) ? withoutIndex(key, indexes, refused) : unfit(key, same.get(0), refused);
	}

	private WalkCondition condition(String condition, KeyReading key, RefusedTable refused) {
		WalkCondition walk = WalkCondition.explain(this.session, refused.quoted(), key.list(), condition);
		DatabaseError error = walk.error();
		if (error != null) {
			throw refused.conditionError(condition, error);
		}
		if (!walk.isIndexed()) {
			throw refused.condition(key.list(), condition);
		}
		return walk;
	}

	private static MigrationException unfit(KeyReading key, KeyIndex index, RefusedTable refused) {
		String defect = index.defect();
		return (defect != null) ? refused.unfit(key.list(), index.quoted(), defect)
				: refused.partial(key.list(), index.quoted());
	}

	private static MigrationException withoutIndex(KeyReading key, List<KeyIndex> indexes, RefusedTable refused) {
		Set<Integer> numbers = new HashSet<>(key.numbers());
		for (KeyIndex index : indexes) {
			if (index.unique() && index.predicate() == null && index.defect() == null
					&& index.numbers().size() == numbers.size() && numbers.containsAll(index.numbers())) {
				List<String> right = new ArrayList<>();
				index.numbers().forEach((number) -> right.add(key.quoted(number)));
				return refused.otherOrder(key.list(), index.quoted(), String.join(",", right));
			}
		}
		return refused.withoutIndex(key.list());
	}

}
