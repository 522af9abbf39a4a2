package dev.appmigrations.engine.execute;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.migration.Timeouts;

/**
 * The statements that put the limits of a script in force.
 */
public final class TimeoutStatements {

	private TimeoutStatements() {
	}

	/**
	 * Makes the statements.
	 * @param timeouts the limits
	 * @param set {@code SET}, or {@code SET LOCAL}, with a space behind it
	 * @return a statement for each limit
	 */
	public static List<String> of(Timeouts timeouts, String set) {
		List<String> statements = new ArrayList<>(2);
		if (timeouts.lock() != null) {
			statements.add(set + "lock_timeout = " + timeouts.lock().toMillis());
		}
		if (timeouts.statement() != null) {
			statements.add(set + "statement_timeout = " + timeouts.statement().toMillis());
		}
		return statements;
	}

}
