package dev.appmigrations.engine.safety.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.appmigrations.engine.ddl.AlterEnum;
import dev.appmigrations.engine.ddl.CreateType;
import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.safety.state.SchemaState;
import dev.appmigrations.engine.safety.state.TableState;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has done so far. A statement outside a transaction has an empty one.
 */
public final class TransactionState {

	private final boolean explicit;

	private final List<HeldLock> locks = new ArrayList<>();

	private final Map<ObjectName, Set<String>> newLabels = new HashMap<>();

	private final Set<String> newTypes = new HashSet<>();

	/**
	 * Creates the state of a transaction that begins.
	 * @param explicit whether the script itself begins it
	 */
	public TransactionState(boolean explicit) {
		this.explicit = explicit;
	}

	/**
	 * Tells whether the script itself has begun the transaction.
	 * @return {@code false} if the runner does it, and may divide it
	 */
	boolean isExplicit() {
		return this.explicit;
	}

	/**
	 * Returns the first lock that keeps writers away from a table that is in use.
	 * @return the lock, {@code null} if there is none
	 */
	@Nullable HeldLock writersKeptOut() {
		for (HeldLock lock : this.locks) {
			if (lock.table().origin() != TableState.Origin.NEW && lock.table().origin() != TableState.Origin.ABSENT) {
				return lock;
			}
		}
		return null;
	}

	/**
	 * Returns the labels that were added to enums that others know.
	 * @return by the enum's name
	 */
	Map<ObjectName, Set<String>> newLabels() {
		return this.newLabels;
	}

	/**
	 * Takes note of a statement.
	 * @param statement what it does
	 * @param line where it stands
	 * @param schema the schema before it
	 */
	public void add(DdlStatement statement, int line, SchemaState schema) {
		this.locks.addAll(StrongLocks.of(statement, line, schema));
		if (statement instanceof CreateType create) {
			this.newTypes.add(create.type().name());
		}
		else if (statement instanceof AlterEnum alter && alter.newLabel() == null
				&& !this.newTypes.contains(alter.type().name())) {
			this.newLabels.computeIfAbsent(alter.type(), (name) -> new HashSet<>()).add(alter.label());
		}
	}

	/**
	 * A lock that keeps writers away from a table.
	 *
	 * @param table the table
	 * @param mode the mode in upper case
	 * @param line the line of the statement that has taken it
	 */
	record HeldLock(TableState table, String mode, int line) {

	}

}
