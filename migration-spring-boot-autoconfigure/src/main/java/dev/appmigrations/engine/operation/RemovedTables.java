package dev.appmigrations.engine.operation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.history.ServerTime;
import dev.appmigrations.engine.jdbc.QueryResult;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.report.ContractPlanReport.Removal;
import dev.appmigrations.engine.safety.facts.RelationFacts;
import dev.appmigrations.engine.safety.facts.TrafficFacts;
import org.jspecify.annotations.Nullable;

/**
 * What the server's counters tell of the use of tables since the old release went. The
 * counters of writes have no time, but those since the last {@code ANALYZE} have: changes
 * after one that ran later than the old release were made since, and where there are none
 * after one that ran earlier, there were none since. All else is not known.
 */
final class RemovedTables {

	private static final String UNKNOWN = "not known";

	private final Session session;

	RemovedTables(Session session) {
		this.session = session;
	}

	/**
	 * Finds out how tables are used.
	 * @param removed what is dropped
	 * @param drained when the old release went, {@code null} if it has not, or if nobody
	 * knows
	 * @return the same with what is known
	 */
	List<Removal> use(List<StatementPlans.Removed> removed, @Nullable Instant drained) {
		List<Removal> removals = new ArrayList<>(removed.size());
		for (StatementPlans.Removed one : removed) {
			RelationFacts facts = one.facts();
			TrafficFacts traffic = (facts != null) ? facts.traffic() : null;
			Writes writes = (facts != null && traffic != null && drained != null) ? writes(facts, drained)
					: new Writes(null, (drained != null) ? UNKNOWN : "not known, as the old release is not gone");
			removals.add(new Removal(one.table().toString(), one.column(), writes.written(), writes.text(),
					(traffic != null) ? traffic.lastRead() : null));
		}
		return removals;
	}

	/**
	 * Names the tables that are still written. Of a column that is dropped nobody knows.
	 * @param removals how tables are used
	 * @return the reasons to wait
	 */
	static List<String> reasons(List<Removal> removals) {
		return removals.stream()
			.filter((removal) -> removal.column() == null && Boolean.TRUE.equals(removal.written()))
			.map((removal) -> removal.table() + " is still written: " + removal.writes())
			.toList();
	}

	private Writes writes(RelationFacts facts, Instant drained) {
		QueryResult result = this.session.query(List.of("SELECT s.n_mod_since_analyze AS changed,"
				+ " GREATEST(s.last_analyze, s.last_autoanalyze) AS analyzed FROM pg_catalog.pg_stat_all_tables s"
				+ " WHERE s.relid OPERATOR(pg_catalog.=) pg_catalog.to_regclass("
				+ Sql.literal(Sql.identifier(facts.schema()) + "." + Sql.identifier(facts.name()))
				+ ")::pg_catalog.oid"));
		if (result.error() != null || result.rows(0).size() == 0) {
			return new Writes(null, UNKNOWN);
		}
		Rows rows = result.rows(0);
		long changed = Long.parseLong(rows.required(0, "changed"));
		Instant analyzed = ServerTime.parse(rows.value(0, "analyzed"));
		if (analyzed == null) {
			return new Writes(null, "not known, as it was never analyzed");
		}
		String since = analyzed.truncatedTo(ChronoUnit.SECONDS).toString();
		if (changed > 0 && !analyzed.isBefore(drained)) {
			return new Writes(true, changed + ((changed == 1) ? " row" : " rows") + " changed since " + since);
		}
		if (changed == 0 && analyzed.isBefore(drained)) {
			return new Writes(false, "no row changed since " + since);
		}
		return new Writes(null,
				"not known; " + changed + ((changed == 1) ? " row" : " rows") + " changed since " + since);
	}

	private record Writes(@Nullable Boolean written, String text) {

	}

}
