package dev.appmigrations.engine.backfill;

import java.util.List;

import dev.appmigrations.engine.jdbc.JdbcWork;

/**
 * What one transaction of a backfill does, beside its record.
 */
sealed interface BatchStep {

	/**
	 * Statements, which travel with the transaction in one message.
	 *
	 * @param texts the statements, with the keys of the batch
	 */
	record Statements(List<String> texts) implements BatchStep {

		public Statements {
			texts = List.copyOf(texts);
		}

	}

	/**
	 * Code, to which the connection is lent inside the transaction.
	 *
	 * @param works what it does, one after the other
	 */
	record Code(List<JdbcWork> works) implements BatchStep {

		public Code {
			works = List.copyOf(works);
		}

	}

}
