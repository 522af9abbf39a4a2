package dev.appmigrations.generate;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.shape.TableShape;

/**
 * The end of triggers.
 */
final class Triggers {

	private Triggers() {
	}

	/**
	 * Returns the statements that drop a trigger and its function. DROP TRIGGER locks the
	 * partitions before the table, and every query the other way round: without a lock on
	 * all of them, queries would get deadlocks (see PostgreSQL:
	 * {@code get_object_address_relobject} in
	 * {@code src/backend/catalog/objectaddress.c}).
	 * @param table the table
	 * @param trigger the name of the trigger as a statement has it
	 * @param function the name of the function as a statement has it
	 */
	static List<String> drop(TableShape table, String trigger, String function) {
		List<String> statements = new ArrayList<>();
		if (table.kind() == TableShape.Kind.PARTITIONED_TABLE) {
			statements.add("LOCK TABLE " + table.sql() + " IN ACCESS EXCLUSIVE MODE");
		}
		statements.add("DROP TRIGGER " + trigger + " ON " + table.sql());
		statements.add("DROP FUNCTION " + function + "()");
		return statements;
	}

}
