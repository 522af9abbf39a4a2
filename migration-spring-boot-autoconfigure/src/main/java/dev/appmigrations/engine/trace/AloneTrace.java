package dev.appmigrations.engine.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.engine.safety.trace.LockTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;

/**
 * What a statement outside a transaction did. Samples miss what was held for a moment
 * only, so that the locks which must have been there are added: whoever builds or drops
 * an index concurrently holds SHARE UPDATE EXCLUSIVE on the table, whoever builds it
 * otherwise SHARE, and whoever rewrites a table ACCESS EXCLUSIVE (see PostgreSQL: the
 * manual's section 13.3.1). Scans are those that the builds and rewrites imply, because
 * the counters of transactions that have ended are no longer the session's.
 *
 * @param locks the locks, the strongest first
 * @param changes what has changed
 */
record AloneTrace(List<LockTrace> locks, VisibleObjects.Changes changes) {

	static AloneTrace of(SqlStatement statement, Set<HeldLocks.Held> sampled, VisibleObjects objects, Rows now) {
		Map<ObjectName, LockTrace> strongest = new HashMap<>();
		for (HeldLocks.Held held : sampled) {
			ObjectTrace object = objects.find(held.key());
			if (object != null && HeldLocks.matters(object, held.mode())) {
				add(strongest, object, held.mode(), statement);
			}
		}
		VisibleObjects.Changes changes = objects.compare(now, null);
		boolean concurrent = statement.kind().concurrent();
		Set<ObjectTrace> scans = new LinkedHashSet<>();
		for (ObjectTrace table : changes.rewrites()) {
			add(strongest, table, LockMode.ACCESS_EXCLUSIVE, statement);
			scans.add(table);
		}
		for (ObjectTrace index : changes.indexBuilds()) {
			ObjectTrace table = objects.find(index.table());
			if (table != null) {
				add(strongest, table, (concurrent) ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE, statement);
				scans.add(table);
			}
		}
		for (ObjectTrace index : changes.dropped()) {
			ObjectTrace table = objects.find(index.table());
			if (table != null && statement.kind() == StatementKind.DROP_INDEX_CONCURRENTLY) {
				add(strongest, table, LockMode.SHARE_UPDATE_EXCLUSIVE, statement);
			}
		}
		List<LockTrace> locks = new ArrayList<>(strongest.values());
		locks.sort(Comparator.comparing(LockTrace::mode)
			.reversed()
			.thenComparing((lock) -> lock.object().name().toString()));
		return new AloneTrace(locks, new VisibleObjects.Changes(changes.rewrites(), changes.indexBuilds(),
				List.copyOf(scans), changes.dropped()));
	}

	private static void add(Map<ObjectName, LockTrace> strongest, ObjectTrace object, LockMode mode,
			SqlStatement statement) {
		strongest.merge(object.name(), new LockTrace(object, mode, true, statement.position()),
				(one, other) -> (one.mode().compareTo(other.mode()) >= 0) ? one : other);
	}

}
