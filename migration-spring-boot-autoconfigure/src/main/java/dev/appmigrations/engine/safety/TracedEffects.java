package dev.appmigrations.engine.safety;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import dev.appmigrations.engine.ddl.AlterDomain;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.ddl.Dml;
import dev.appmigrations.engine.ddl.Opaque;
import dev.appmigrations.engine.ddl.Query;
import dev.appmigrations.engine.ddl.RefreshMaterializedView;
import dev.appmigrations.engine.ddl.Reindex;
import dev.appmigrations.engine.safety.rule.Effect;
import dev.appmigrations.engine.safety.rule.Harm;
import dev.appmigrations.engine.safety.rule.Hazard;
import dev.appmigrations.engine.safety.rule.StatementSite;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.engine.safety.trace.LockTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace.Kind;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * What a statement did on a scratch database although its text does not say so: because a
 * DO block, a function or a trigger did it, or because no rule is about its kind. Each
 * effect is a hazard of the rule that looks for it in texts.
 */
final class TracedEffects {

	private static final String REWRITE = "table-rewrite";

	private static final String TRUNCATE = "truncate";

	private static final String BUILD = "create-index-non-concurrent";

	private static final String SCAN = "validate-while-holding-lock";

	private static final String DROP_TABLE = "drop-table";

	private static final String DROP_INDEX = "drop-index-non-concurrent";

	private static final String DROP_OTHER = "drop-cascade";

	/** The rules of which there can be hazards that no text shows. */
	private static final Set<String> RULES = Set.of(REWRITE, TRUNCATE, BUILD, SCAN, DROP_TABLE, DROP_INDEX, DROP_OTHER);

	/** The statements that run nothing but the functions that they name. */
	private static final Set<String> QUERIES = Set.of("select", "values", "table", "with");

	private static final Set<Kind> TABLES = Set.of(Kind.TABLE, Kind.PARTITIONED_TABLE, Kind.FOREIGN_TABLE);

	private final StatementSite site;

	private final StatementTrace trace;

	private final BiConsumer<String, Hazard> hazards;

	private TracedEffects(StatementSite site, StatementTrace trace, BiConsumer<String, Hazard> hazards) {
		this.site = site;
		this.trace = trace;
		this.hazards = hazards;
	}

	/**
	 * Tells whether only a trace can show everything that a statement does.
	 * @param statement the statement
	 * @return whether it runs code that its text does not contain, or is of a kind that
	 * no rule is about
	 */
	static boolean mayBeHidden(DdlStatement statement) {
		if (statement instanceof Query query) {
			return !query.functions().isEmpty() || !QUERIES.contains(query.keyword());
		}
		return statement instanceof Opaque || statement instanceof RefreshMaterializedView
				|| statement instanceof Reindex || statement instanceof AlterDomain;
	}

	private static boolean runsCode(DdlStatement statement) {
		return statement instanceof Query || statement instanceof Opaque || statement instanceof Dml;
	}

	/**
	 * Tells whether a trace can find something of a rule that its text does not show.
	 * @param rule the id of the rule
	 * @return whether there are such effects
	 */
	static boolean isAbout(String rule) {
		return RULES.contains(rule);
	}

	/**
	 * Finds what the rules have not recognised in a statement.
	 * @param site the statement
	 * @param trace what it did
	 * @param recognised the harms that rules have recognised in it
	 * @param hazards receives ids of rules with hazards
	 */
	static void find(StatementSite site, StatementTrace trace, Set<Harm> recognised,
			BiConsumer<String, Hazard> hazards) {
		TracedEffects effects = new TracedEffects(site, trace, hazards);
		if (!recognised.contains(Harm.OFFLINE) && !recognised.contains(Harm.WRITES_BLOCKED)) {
			effects.work();
		}
		if (runsCode(site.statement()) && !recognised.contains(Harm.LOSES_DATA)
				&& !recognised.contains(Harm.BREAKS_OLD_RELEASE)) {
			effects.losses();
		}
	}

	private void work() {
		List<ObjectTrace> rewrites = new ArrayList<>();
		for (ObjectTrace table : this.trace.rewrites()) {
			if (!isEmptied(table)) {
				rewrites.add(table);
			}
		}
		found(REWRITE, Effect.REWRITE, true, (runsCode(this.site.statement()))
				? "replaces the file, with all rows or none, of " : "writes all rows of ", rewrites);
		List<ObjectTrace> builds = new ArrayList<>();
		for (ObjectTrace index : this.trace.indexBuilds()) {
			ObjectName table = index.table();
			if (table != null && isKeptFromOthers(table) && !has(this.trace.rewrites(), table)) {
				builds.add(new ObjectTrace(Kind.TABLE, table));
			}
		}
		found(BUILD, Effect.INDEX_BUILD, true, "builds an index with all rows of ", builds);
		List<ObjectTrace> scans = new ArrayList<>();
		for (ObjectTrace table : this.trace.scans()) {
			if (isKeptFromOthers(table.name()) && !has(this.trace.rewrites(), table.name())
					&& !has(builds, table.name())) {
				scans.add(table);
			}
		}
		// A query may do without reading all rows where there are many.
		found(SCAN, Effect.SCAN, !runsCode(this.site.statement()), "reads all rows of ",
				(this.site.statement() instanceof Dml) ? List.of() : scans);
	}

	/**
	 * A rewrite reads the old rows. TRUNCATE reads only for the indexes of the table,
	 * which it builds anew: if there are any, it looks like a rewrite.
	 */
	private boolean isEmptied(ObjectTrace table) {
		return table.kind() != Kind.MATERIALIZED_VIEW && !has(this.trace.scans(), table.name());
	}

	private boolean isKeptFromOthers(ObjectName table) {
		return lock(table).filter(LockMode::blocksWrites).isPresent();
	}

	private Optional<LockMode> lock(ObjectName table) {
		return this.trace.strongest(table).map(LockTrace::mode);
	}

	private static boolean has(List<ObjectTrace> objects, ObjectName name) {
		return objects.stream().anyMatch((object) -> object.name().equals(name));
	}

	private void found(String rule, Effect effect, boolean certain, String what, List<ObjectTrace> objects) {
		if (objects.isEmpty()) {
			return;
		}
		boolean offline = objects.stream()
			.anyMatch((table) -> lock(table.name()).filter(LockMode::blocksReads).isPresent());
		report(rule, effect, certain, objects, what + names(objects) + " while nobody can "
				+ ((offline) ? "use " : "write to ") + ((objects.size() == 1) ? "it" : "them"));
	}

	private void losses() {
		List<ObjectTrace> emptied = this.trace.rewrites().stream().filter(this::isEmptied).toList();
		if (!emptied.isEmpty()) {
			report(TRUNCATE, Effect.BRIEF, true, emptied, "empties " + names(emptied));
		}
		List<ObjectTrace> tables = dropped((object) -> TABLES.contains(object.kind()));
		List<ObjectTrace> indexes = dropped((object) -> object.kind() == Kind.INDEX && object.table() != null
				&& !has(this.trace.dropped(), object.table()));
		List<ObjectTrace> others = dropped((object) -> object.kind() == Kind.VIEW
				|| object.kind() == Kind.MATERIALIZED_VIEW || (object.kind() == Kind.SEQUENCE && tables.isEmpty()));
		drop(DROP_TABLE, tables, tables);
		drop(DROP_INDEX, indexes, tablesOf(indexes));
		drop(DROP_OTHER, others, others);
	}

	private static List<ObjectTrace> tablesOf(List<ObjectTrace> indexes) {
		List<ObjectTrace> tables = new ArrayList<>();
		for (ObjectTrace index : indexes) {
			if (index.table() != null) {
				tables.add(new ObjectTrace(Kind.TABLE, index.table()));
			}
		}
		return tables;
	}

	private List<ObjectTrace> dropped(Predicate<ObjectTrace> which) {
		return this.trace.dropped().stream().filter(which).toList();
	}

	private void drop(String rule, List<ObjectTrace> objects, List<ObjectTrace> tables) {
		if (!objects.isEmpty()) {
			report(rule, Effect.BRIEF, true, tables, "drops " + names(objects));
		}
	}

	private void report(String rule, Effect effect, boolean certain, List<ObjectTrace> objects, String what) {
		List<TableState> tables = objects.stream()
			.map((object) -> this.site.schema().table(object.name()))
			.distinct()
			.toList();
		this.hazards.accept(rule,
				new Hazard(null, tables, effect, certain, "Seen by the trace: " + what, "", List.of(), null));
	}

	private static String names(List<ObjectTrace> objects) {
		return String.join(", ",
				objects.stream().map((object) -> TraceEvidence.visible(object.name())).distinct().toList());
	}

}
