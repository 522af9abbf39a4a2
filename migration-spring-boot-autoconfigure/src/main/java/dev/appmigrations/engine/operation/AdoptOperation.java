package dev.appmigrations.engine.operation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.adopt.Adoption;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.Change;
import dev.appmigrations.engine.run.ForeignState;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * Takes over what another tool has applied: what has a file is recorded as applied, at
 * its original time and by its original author. Nothing runs, and the other tool's table
 * is not touched.
 */
final class AdoptOperation {

	private final RunContext context;

	private final String tool;

	private final MigrationRun run;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param tool the name of the tool; empty for the only one that is there
	 */
	AdoptOperation(RunContext context, String tool) {
		this.context = context;
		this.tool = tool;
		this.run = new MigrationRun(context, PlanRequest.ALL, false);
	}

	/**
	 * Compares the tool's history with the files, and writes nothing.
	 * @return what would be taken over, and what does not fit
	 * @throws dev.appmigrations.engine.migration.MigrationException if there is no such
	 * history, or more than one, or if scripts or database cannot be read
	 */
	Adoption plan() {
		return this.run.inSessionNow((session) -> adoption(session, this.run.assess(session)));
	}

	/**
	 * Runs it.
	 * @return the report
	 * @throws InvalidMigrationsException if something does not fit; nothing was written
	 * @throws dev.appmigrations.engine.migration.MigrationException if there is no such
	 * history, or more than one, or if the database cannot be used
	 */
	MigrationReport run() {
		return this.run.forWriting().inSession((session) -> {
			this.run.change(session, this.run.assess(session), this::prepare);
			return this.run.assess(session).report();
		});
	}

	private Adoption adoption(Session session, Assessment assessment) {
		Set<String> recorded = new HashSet<>();
		assessment.found().applied().forEach((row) -> recorded.add(row.name()));
		return ForeignState.adoption(session, this.context.options(), this.tool, this.run.catalog()).without(recorded);
	}

	private Change.@Nullable Prepared prepare(Session session, Assessment assessment) {
		Adoption adoption = adoption(session, assessment);
		InvalidMigrationsException.throwIfAny(adoption.problems());
		if (adoption.mappings().isEmpty() && !adoption.recorded().isEmpty()) {
			return null;
		}
		return new Change.Prepared(new Change.Purpose("a history is to be taken over", List.of(this.tool)),
				(locked) -> locked.preparation().adopt(assessment.found(), adoption.records()));
	}

}
