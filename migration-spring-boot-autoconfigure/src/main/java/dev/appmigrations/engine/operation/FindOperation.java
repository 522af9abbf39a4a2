package dev.appmigrations.engine.operation;

import java.util.List;
import java.util.Optional;

import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.LogEntry;
import dev.appmigrations.engine.history.MigrationLog;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.MigrationDetails;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;

/**
 * Finds one migration, with its script and what the log holds of it. Does not wait for a
 * database that is not up.
 */
public final class FindOperation {

	private final String name;

	private final MigrationRun run;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param name the name of the migration
	 */
	public FindOperation(RunContext context, String name) {
		this.name = name;
		this.run = new MigrationRun(context, PlanRequest.ALL);
	}

	/**
	 * Runs it.
	 * @return what is known; empty if neither a script nor the history has the name
	 * @throws dev.appmigrations.engine.migration.MigrationException if scripts or
	 * database cannot be read
	 */
	public Optional<MigrationDetails> run() {
		return this.run.inSessionNow(this::find);
	}

	private Optional<MigrationDetails> find(Session session) {
		Assessment assessment = this.run.assess(session);
		Optional<Migration> migration = this.run.catalog()
			.migrations()
			.stream()
			.filter((candidate) -> candidate.name().equals(this.name))
			.findAny();
		MigrationReport report = assessment.report();
		var applied = report.applied().stream().filter((entry) -> entry.name().equals(this.name)).findAny();
		var pending = report.pending().stream().filter((entry) -> entry.name().equals(this.name)).findAny();
		if (migration.isEmpty() && applied.isEmpty()) {
			return Optional.empty();
		}
		List<LogEntry> log = (assessment.found().state() == HistorySnapshot.State.ABSENT) ? List.of()
				: new MigrationLog(assessment.found().tables()).read(session, this.name);
		return Optional.of(new MigrationDetails(this.name, applied.orElse(null), pending.orElse(null),
				migration.map(Migration::location).orElse(null), migration.map(ScriptText::of).orElse(null), log));
	}

}
