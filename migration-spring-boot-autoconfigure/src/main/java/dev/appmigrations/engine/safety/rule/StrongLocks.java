package dev.appmigrations.engine.safety.rule;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.ddl.DdlStatement;
import dev.appmigrations.engine.safety.lock.StatementLocks;
import dev.appmigrations.engine.safety.lock.TableLock;
import dev.appmigrations.engine.safety.rule.TransactionState.HeldLock;
import dev.appmigrations.engine.safety.state.SchemaState;

/**
 * The locks that keep writers away from tables: SHARE and stronger.
 */
final class StrongLocks {

	private StrongLocks() {
	}

	static List<HeldLock> of(DdlStatement statement, int line, SchemaState schema) {
		List<HeldLock> held = new ArrayList<>();
		for (TableLock lock : StatementLocks.of(statement, schema)) {
			if (lock.kind() == TableLock.Kind.TABLE && lock.mode().blocksWrites()) {
				held.add(new HeldLock(lock.relation(), lock.mode().sql(), line));
			}
		}
		return held;
	}

}
