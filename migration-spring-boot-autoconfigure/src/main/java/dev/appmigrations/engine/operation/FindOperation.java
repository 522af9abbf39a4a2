package dev.appmigrations.engine.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.LogEntry;
import dev.appmigrations.engine.history.MigrationLog;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.plan.KnownVersions;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.MigrationDetails;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds one migration, with its script and what the log holds of it. Does not wait for a
 * database that is not up.
 */
public final class FindOperation {

	private final String asked;

	private final MigrationRun run;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param name the name of the migration, with or without its ending, or its version
	 */
	public FindOperation(RunContext context, String name) {
		this.asked = name;
		this.run = new MigrationRun(context, PlanRequest.ALL);
	}

	/**
	 * Runs it.
	 * @return what is known; empty if neither a script nor the history has it
	 * @throws dev.appmigrations.engine.migration.MigrationException if scripts or
	 * database cannot be read
	 */
	public Optional<MigrationDetails> run() {
		return this.run.inSessionNow(this::find);
	}

	/** Returns the name of the one that is meant. */
	private String name(MigrationReport report) {
		Map<String, @Nullable String> versions = new LinkedHashMap<>();
		report.applied().forEach((entry) -> versions.put(entry.name(), entry.version()));
		KnownVersions known = new KnownVersions().add(this.run.catalog().migrations());
		for (Migration migration : this.run.catalog().migrations()) {
			MigrationVersion version = migration.version();
			versions.put(migration.name(), (version != null) ? version.toString() : null);
		}
		if (versions.containsKey(this.asked)) {
			return this.asked;
		}
		String wanted = (MigrationVersion.isVersion(this.asked))
				? known.find(MigrationVersion.parse(this.asked), "Version", new ArrayList<>()).toString() : null;
		for (Map.Entry<String, @Nullable String> entry : versions.entrySet()) {
			if ((wanted != null) ? wanted.equals(entry.getValue()) : entry.getKey().equals(this.asked + ".sql")) {
				return entry.getKey();
			}
		}
		return this.asked;
	}

	private Optional<MigrationDetails> find(Session session) {
		Assessment assessment = this.run.assess(session);
		MigrationReport report = assessment.report();
		String name = name(report);
		Optional<Migration> migration = this.run.catalog()
			.migrations()
			.stream()
			.filter((candidate) -> candidate.name().equals(name))
			.findAny();
		var applied = report.applied().stream().filter((entry) -> entry.name().equals(name)).findAny();
		var pending = report.pending().stream().filter((entry) -> entry.name().equals(name)).findAny();
		if (migration.isEmpty() && applied.isEmpty()) {
			return Optional.empty();
		}
		List<LogEntry> log = (assessment.found().state() == HistorySnapshot.State.ABSENT) ? List.of()
				: new MigrationLog(assessment.found().tables()).read(session, name);
		return Optional.of(new MigrationDetails(name, applied.orElse(null), pending.orElse(null),
				migration.map(Migration::location).orElse(null), migration.map(ScriptText::of).orElse(null), log));
	}

}
