package dev.appmigrations.engine.safety;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.engine.safety.trace.LockTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace;
import dev.appmigrations.engine.safety.trace.StatementTrace;
import dev.appmigrations.engine.sql.ObjectName;

/**
 * Says in words what a statement did on a scratch database, as evidence for findings.
 */
public final class TraceEvidence {

	private TraceEvidence() {
	}

	/**
	 * Says what a statement did.
	 * @param statement the statement
	 * @return its locks, and what it did with all rows, in one line
	 */
	public static String text(StatementTrace statement) {
		if (statement.failure() != null) {
			return "fails: " + statement.failure().message();
		}
		List<String> parts = new ArrayList<>();
		for (LockTrace lock : locks(statement)) {
			parts.add(lock.mode().sql() + " on " + visible(lock.object().name())
					+ ((lock.newly()) ? "" : " since line " + lock.heldSince().line()));
		}
		add(parts, "writes all rows of ", statement.rewrites());
		add(parts, "builds ", statement.indexBuilds());
		add(parts, "reads all rows of ", statement.scans());
		add(parts, "drops ", statement.dropped());
		return (parts.isEmpty()) ? withoutNewLocks(statement) : String.join("; ", parts);
	}

	/** What a statement needs, its transaction may hold already. */
	private static String withoutNewLocks(StatementTrace statement) {
		List<String> held = statement.locks()
			.stream()
			.filter((lock) -> lock.mode().blocksWrites() && lock.object().kind().isRelation())
			.map((lock) -> lock.mode().sql() + " on " + visible(lock.object().name()) + " since line "
					+ lock.heldSince().line())
			.distinct()
			.toList();
		return (held.isEmpty()) ? "locks nothing that others use"
				: "no new lock, while it holds " + String.join(", ", held);
	}

	/**
	 * Returns the locks that a statement needed, as far as they can be told: the new
	 * ones, and older ones on what it worked on.
	 * @param statement the statement
	 * @return the strongest lock for each object, without those that are in nobody's way
	 */
	public static List<LockTrace> locks(StatementTrace statement) {
		Set<ObjectName> objects = new LinkedHashSet<>();
		for (LockTrace lock : statement.newLocks()) {
			if (lock.mode() != LockMode.ACCESS_SHARE && lock.object().kind() != ObjectTrace.Kind.INDEX) {
				objects.add(lock.object().name());
			}
		}
		objects.addAll(tables(statement));
		List<LockTrace> locks = new ArrayList<>();
		objects.forEach((object) -> statement.strongest(object).ifPresent(locks::add));
		return locks;
	}

	/** The tables that the time of a statement depends on. */
	private static Set<ObjectName> tables(StatementTrace statement) {
		Set<ObjectName> tables = new LinkedHashSet<>();
		statement.rewrites().forEach((table) -> tables.add(table.name()));
		statement.scans().forEach((table) -> tables.add(table.name()));
		for (ObjectTrace index : statement.indexBuilds()) {
			if (index.table() != null) {
				tables.add(index.table());
			}
		}
		return tables;
	}

	private static void add(List<String> parts, String what, List<ObjectTrace> objects) {
		if (!objects.isEmpty()) {
			parts.add(what + String.join(", ", objects.stream().map((object) -> visible(object.name())).toList()));
		}
	}

	static String visible(ObjectName name) {
		return ("public".equals(name.parts().get(0))) ? name.name() : name.toString();
	}

}
