package dev.appmigrations.engine.operation;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.safety.facts.FactsReader;
import dev.appmigrations.engine.safety.facts.FactsReading;
import dev.appmigrations.engine.safety.facts.FactsRequest;

/**
 * Reads facts about the database. Takes no lock of the migrations, reads no script and no
 * row of the history, writes nothing, and does not wait for a database that is not up.
 */
final class FactsOperation {

	private final RunContext context;

	private final FactsRequest request;

	FactsOperation(RunContext context, FactsRequest request) {
		this.context = context;
		this.request = request;
	}

	/**
	 * Runs it.
	 * @return the facts, or why they are unknown
	 * @throws MigrationException if there is no connection
	 */
	FactsReading run() {
		try (Session session = this.context.sessions().openNow()) {
			return new FactsReader().read(session, this.request);
		}
	}

}
