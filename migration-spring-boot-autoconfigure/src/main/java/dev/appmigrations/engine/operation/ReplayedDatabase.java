package dev.appmigrations.engine.operation;

import java.util.List;

import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.MigrationStep;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.scratch.MissingRoles;
import dev.appmigrations.engine.scratch.NeededExtensions;
import dev.appmigrations.engine.scratch.OutsideEffects;
import dev.appmigrations.engine.scratch.ScratchServer;
import dev.appmigrations.engine.scratch.TemporaryDatabase;

/**
 * A scratch database that migrations are applied to, and that is dropped when it is
 * closed.
 */
final class ReplayedDatabase implements AutoCloseable {

	private final ScratchServer server;

	private final TemporaryDatabase database;

	private final RunContext context;

	private final MissingRoles roles;

	/**
	 * Creates an empty one.
	 * @param context leads to the migrations
	 * @param server where it is made
	 * @param purpose a word for its name, lower case
	 * @throws MigrationException if there is no connection, or the role may not
	 */
	ReplayedDatabase(RunContext context, ScratchServer server, String purpose) {
		this.server = server;
		this.database = TemporaryDatabase.create(context.sessions(), server, purpose);
		this.context = context.elsewhere(this.database.sessions());
		this.roles = new MissingRoles(this.database.sessions(), server);
	}

	/** What leads to it. */
	RunContext context() {
		return this.context;
	}

	/** In what it differs, because roles were missing. */
	List<String> limits() {
		return this.roles.limits();
	}

	/**
	 * Plans all migrations, those of the phase {@code contract} included.
	 * @throws InvalidMigrationsException if there is a problem
	 */
	Assessment assess() {
		return assess(this.context);
	}

	static Assessment assess(RunContext context) {
		MigrationRun run = new MigrationRun(context, PlanRequest.ALL.withContract());
		Assessment assessment = run.inSessionNow(run::assess);
		InvalidMigrationsException.throwIfAny(assessment.plan().problems());
		return assessment;
	}

	/** The migrations that a plan applies, in its order. */
	static List<Migration> migrations(Assessment assessment) {
		return assessment.plan().steps().stream().map(MigrationStep::migration).toList();
	}

	/**
	 * Makes sure that migrations can run here, and change nothing else.
	 * @param migrations all that will run
	 * @return what runs them
	 * @throws MigrationException if the server lacks an extension, or a statement would
	 * change more than the database
	 */
	ScratchTrace prepare(List<Migration> migrations) {
		new MigrationRun(this.context, PlanRequest.ALL).inSessionNow((session) -> {
			new NeededExtensions(migrations, this.context.placeholders()).require(session);
			return true;
		});
		if (!this.server.mayBeChanged()) {
			OutsideEffects.refuse(migrations, this.context.placeholders());
		}
		return new ScratchTrace(this.context, this.roles);
	}

	@Override
	public void close() {
		this.database.close();
	}

}
