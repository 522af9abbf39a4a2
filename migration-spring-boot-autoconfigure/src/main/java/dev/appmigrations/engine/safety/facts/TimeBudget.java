package dev.appmigrations.engine.safety.facts;

import java.time.Duration;

/**
 * One limit for several statements of a transaction: the server applies {@code
 * statement_timeout} to each of them (see PostgreSQL: the manual's section 20.11.1), so
 * that it is set anew in front of each.
 *
 * @param all how long the server may take, counted from the beginning of the transaction
 * @param each how long each statement may take at most
 */
record TimeBudget(Duration all, Duration each) {

	/** Returns an expression that limits the next statement to the time that is left. */
	String next() {
		return "pg_catalog.set_config('statement_timeout', pg_catalog.format('%s', greatest(1::pg_catalog.int8, least("
				+ this.each.toMillis() + "::pg_catalog.int8, " + this.all.toMillis()
				+ "::pg_catalog.int8 OPERATOR(pg_catalog.-) (extract(epoch FROM pg_catalog.clock_timestamp()"
				+ " OPERATOR(pg_catalog.-) pg_catalog.now()) OPERATOR(pg_catalog.*) 1000::pg_catalog.numeric)"
				+ "::pg_catalog.int8))), true)";
	}

}
