package dev.appmigrations.engine.operation;

import java.util.function.BooleanSupplier;

import dev.appmigrations.engine.backfill.BackfillContext;
import dev.appmigrations.engine.backfill.BackfillWorker;
import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.history.TableTrust;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.BackfillMigration;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.Rollouts;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.RunIdentity;

/**
 * A session in which backfills are worked on, with the settings of scripts.
 */
final class BackfillSession {

	private final RunContext context;

	private final Session session;

	private final Assessment assessment;

	private final TableTrust trust;

	/**
	 * Prepares a session.
	 * @param context what the operation works with
	 * @param session the session, which has not begun to work
	 * @param assessment what was read in it
	 */
	BackfillSession(RunContext context, Session session, Assessment assessment) throws BatchFailedException {
		this.context = context;
		this.session = session;
		this.assessment = assessment;
		context.beginWork(session, assessment.facts().pooled());
		this.trust = context.history().judge(session);
	}

	static BackfillContext.Manner foreground(RunContext context, double speed) {
		return new BackfillContext.Manner(RunIdentity.worker(context.options().identity()),
				context.options().history().schema(), false, speed);
	}

	BackfillWorker worker(BackfillMigration backfill, BackfillContext.Manner manner, BooleanSupplier stopped) {
		BackfillContext backfills = new BackfillContext(this.session, this.assessment.found().tables(), this.trust,
				this.context.placeholders(), this.context.options().rules().backfills(), this.context.publisher(),
				this.context.clock(), this.context.sleeper(), manner, stopped);
		return new BackfillWorker(backfills, backfill, Direction.BACKFILL,
				() -> Rollouts.fleet(this.session, this.assessment.found()).unaware(backfill.name()));
	}

}
