package dev.appmigrations.engine.report;

import java.util.List;

import dev.appmigrations.engine.safety.trace.MigrationTrace;
import dev.appmigrations.engine.text.VisibleText;

/**
 * What pending migrations did on a scratch database.
 *
 * @param server the server of the scratch database, with its version
 * @param replayed how many migrations were applied before, without a trace
 * @param migrations what the pending ones did, in the order in which they ran
 * @param limits what the scratch database lacked, a sentence each
 */
public record TraceReport(String server, int replayed, List<MigrationTrace> migrations, List<String> limits) {

	public TraceReport {
		server = VisibleText.line(server);
		migrations = List.copyOf(migrations);
		limits = VisibleText.eachLine(limits);
	}

}
