package dev.appmigrations.engine.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.safety.trace.LockMode;
import dev.appmigrations.engine.safety.trace.LockTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace;
import dev.appmigrations.engine.safety.trace.ObjectTrace.Kind;
import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * The locks that a transaction holds, and since which statement. One that a ROLLBACK TO
 * SAVEPOINT has released is new when it is taken again.
 */
final class HeldLocks {

	/** A transaction that locks thousands of tables would otherwise fill the report. */
	private static final int MOST_OLD = 50;

	private static final Comparator<LockTrace> STRONGEST_FIRST = Comparator.comparing(LockTrace::mode)
		.reversed()
		.thenComparing((lock) -> lock.object().name().toString());

	/** Those that were taken before the unit began, by statements of ours. */
	private final Set<Held> ours = new HashSet<>();

	private Map<Held, LockTrace> locks = new HashMap<>();

	/**
	 * Leaves out the locks that are there before the first statement.
	 * @param rows the rows of {@link TraceSql#locks}
	 */
	HeldLocks(Rows rows) {
		for (int i = 0; i < rows.size(); i++) {
			Held held = Held.of(rows, i);
			if (held != null) {
				this.ours.add(held);
			}
		}
	}

	/**
	 * Reads what is held after a statement.
	 * @param rows the rows of {@link TraceSql#locks}
	 * @param objects finds what is locked
	 * @param position where the statement is
	 * @return the locks, those that are new first
	 */
	List<LockTrace> after(Rows rows, VisibleObjects objects, SourcePosition position) {
		Map<Held, LockTrace> now = new HashMap<>();
		List<LockTrace> taken = new ArrayList<>();
		List<LockTrace> kept = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			Held held = Held.of(rows, i);
			LockTrace before = (held != null) ? this.locks.get(held) : null;
			if (before != null) {
				LockTrace lock = (before.newly())
						? new LockTrace(before.object(), before.mode(), false, before.heldSince()) : before;
				now.put(held, lock);
				kept.add(lock);
			}
			else if (held != null && !this.ours.contains(held)) {
				ObjectTrace object = objects.find(held.key());
				if (object != null && matters(object, held.mode())) {
					LockTrace lock = new LockTrace(object, held.mode(), true, position);
					now.put(held, lock);
					taken.add(lock);
				}
			}
		}
		this.locks = now;
		taken.sort(STRONGEST_FIRST);
		kept.sort(STRONGEST_FIRST);
		taken.addAll(kept);
		return taken;
	}

	/**
	 * Chooses the locks that are reported.
	 * @param locks all that are held
	 * @param touched the names of what the statement has worked on
	 * @return the new ones, those on what it has worked on, and the strongest of the rest
	 */
	static List<LockTrace> reported(List<LockTrace> locks, Set<ObjectName> touched) {
		List<LockTrace> reported = new ArrayList<>();
		int old = 0;
		for (LockTrace lock : locks) {
			if (lock.newly() || touched.contains(lock.object().name()) || old++ < MOST_OLD) {
				reported.add(lock);
			}
		}
		return reported;
	}

	/** Others are in the way of nobody but those who drop what is locked. */
	static boolean matters(ObjectTrace object, LockMode mode) {
		LockMode weakest = (object.kind().isRelation()) ? LockMode.ACCESS_SHARE
				: (object.kind() == Kind.INDEX || object.kind() == Kind.SEQUENCE) ? LockMode.SHARE_UPDATE_EXCLUSIVE
						: LockMode.ROW_SHARE;
		return mode.compareTo(weakest) >= 0;
	}

	/**
	 * A lock.
	 *
	 * @param key what is locked
	 * @param mode how
	 */
	record Held(ObjectKey key, LockMode mode) {

		/** Reads a row of {@code pg_locks}. */
		static @Nullable Held of(Rows rows, int row) {
			LockMode mode = LockMode.of(rows.required(row, "mode"));
			return (mode != null) ? new Held(ObjectKey.of(rows, row), mode) : null;
		}

	}

}
