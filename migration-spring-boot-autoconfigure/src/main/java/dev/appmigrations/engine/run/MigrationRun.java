package dev.appmigrations.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.history.HistoryReading;
import dev.appmigrations.engine.history.PiggybackQuery;
import dev.appmigrations.engine.history.Strength;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.lock.LockLostException;
import dev.appmigrations.engine.lock.MigrationLock;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.options.SafetyOptions;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.StepReport;
import dev.appmigrations.engine.safety.Level;
import dev.appmigrations.engine.safety.LintReport;
import dev.appmigrations.engine.safety.UnsafeMigrationsException;
import dev.appmigrations.engine.script.MigrationCatalog;
import dev.appmigrations.engine.time.Poll;
import org.jspecify.annotations.Nullable;

/**
 * One run of an operation, from an open session to the release of the lock:
 * <ol>
 * <li>Read the scripts, and in the meantime the history and the facts in one round trip;
 * plan ({@link #assess}). An operation that changes nothing ends here.
 * <li>Stop at errors in the plan, before any lock, all of them reported. With nothing to
 * do, return: no lock, no DDL, no write.
 * <li>Take the lock; assess again; change. Each unit and its record commit together.
 * <li>Release.
 * </ol>
 */
public final class MigrationRun {

	private final RunContext context;

	private final CatalogReading reading;

	private final Assessor assessor;

	private final EventPublisher events;

	private final List<StepReport> done = new ArrayList<>();

	/**
	 * Begins a run.
	 * @param context what all runs share
	 * @param request what is to be done
	 */
	public MigrationRun(RunContext context, PlanRequest request) {
		this(context, request, true, null);
	}

	/**
	 * Begins a run.
	 * @param context what all runs share
	 * @param request what is to be done
	 * @param foreignMatters whether another tool's history has a say
	 */
	public MigrationRun(RunContext context, PlanRequest request, boolean foreignMatters) {
		this(context, request, foreignMatters, null);
	}

	/**
	 * Begins a run.
	 * @param context what all runs share
	 * @param request what is to be done
	 * @param firstReading replaces the first reading of the history, {@code null} for
	 * none
	 */
	public MigrationRun(RunContext context, PlanRequest request, @Nullable HistoryReading firstReading) {
		this(context, request, true, firstReading);
	}

	private MigrationRun(RunContext context, PlanRequest request, boolean foreignMatters,
			@Nullable HistoryReading firstReading) {
		this.context = context;
		this.events = context.publisher();
		this.reading = CatalogReading.start(context.catalogs());
		this.assessor = new Assessor(context, request, this.reading, foreignMatters, firstReading);
	}

	/**
	 * Goes on to write, if there is anything to do: the tables must be trusted.
	 * @return this
	 */
	public MigrationRun forWriting() {
		this.assessor.believe(Strength.START);
		return this;
	}

	/**
	 * Returns what publishes the events of this run.
	 * @return the publisher
	 */
	public EventPublisher events() {
		return this.events;
	}

	/**
	 * Waits until the scripts are read.
	 * @return the scripts
	 * @throws MigrationException if a location cannot be read
	 */
	public MigrationCatalog catalog() {
		return this.reading.catalog();
	}

	/**
	 * Opens a session, waiting for a database that is not up yet, and closes it after the
	 * work.
	 * @param <T> the type of the result
	 * @param work what is done with the session
	 * @return its result
	 * @throws MigrationException if there is no session to be had, or the work fails
	 */
	public <T> T inSession(Work<T> work) {
		return inSession(() -> this.context.sessions().open(this.events), work);
	}

	/**
	 * Opens a session without waiting for the database, and closes it after the work.
	 * @param <T> the type of the result
	 * @param work what is done with the session
	 * @return its result
	 * @throws MigrationException if there is no session to be had, or the work fails
	 */
	public <T> T inSessionNow(Work<T> work) {
		return inSession(this.context.sessions()::openNow, work);
	}

	private <T> T inSession(Supplier<Session> opener, Work<T> work) {
		try (Session session = open(opener)) {
			return work.with(session);
		}
		catch (DatabaseErrorException ex) {
			throw RunFailure.of(ex.error(), this.done, ex);
		}
		catch (BatchFailedException ex) {
			throw RunFailure.of(ex.error(), this.done, ex);
		}
	}

	private Session open(Supplier<Session> opener) {
		try {
			return opener.get();
		}
		catch (MigrationException ex) {
			// Scripts that cannot be read are reported first: mending them needs no
			// database.
			catalog();
			throw ex;
		}
	}

	/**
	 * Reads the history, and plans.
	 * @param session the connection
	 * @return how scripts and database stand
	 */
	public Assessment assess(Session session) {
		return assess(session, null);
	}

	/**
	 * Reads the history, and plans for another request, with the scripts as they were
	 * read.
	 * @param request what is to be done
	 * @param session the connection
	 * @return how scripts and database stand
	 */
	public Assessment assessFor(PlanRequest request, Session session) {
		return this.assessor.with(request).assess(session, null, this.done);
	}

	/**
	 * Reads the history, and plans.
	 * @param session the connection
	 * @param query is asked in the same message, {@code null} for nothing
	 * @return how scripts and database stand
	 */
	public Assessment assess(Session session, @Nullable PiggybackQuery query) {
		return this.assessor.assess(session, query, this.done);
	}

	/**
	 * Judges what is pending: what it would do to a running application.
	 * @param session the connection
	 * @param assessment how scripts and database stand
	 * @return the same with what was found
	 */
	public Assessment judged(Session session, Assessment assessment) {
		return assessment.with(new SafetyJudge(this.context).judge(session, assessment));
	}

	/**
	 * Stops a run that would harm a running application, if the options say so.
	 * @param assessment what was judged
	 * @throws UnsafeMigrationsException if something that is pending would
	 */
	public void requireSafety(Assessment assessment) {
		LintReport safety = assessment.report().safety();
		if (this.context.options().rules().safety().mode() == SafetyOptions.Mode.FAIL
				&& !safety.findings(Level.FAIL).isEmpty()) {
			throw new UnsafeMigrationsException(safety);
		}
	}

	/**
	 * Changes the database, if that is needed: the one sequence of all operations that
	 * write.
	 * @param session the connection
	 * @param first how scripts and database stand
	 * @param change what is changed
	 * @return whether a change was needed
	 * @throws MigrationException if the change must not be made, or fails
	 */
	public boolean change(Session session, Assessment first, Change change) throws BatchFailedException {
		Change.Prepared prepared = change.prepare(session, first);
		if (prepared == null) {
			return false;
		}
		if (first.facts().readOnly()) {
			throw ReadOnlyDatabase.exception(first.facts(), prepared.purpose());
		}
		underLock(session, first, (again, locked) -> {
			Change.Prepared sure = change.prepare(session, again);
			if (sure != null) {
				sure.work().make(locked);
			}
		});
		return true;
	}

	/**
	 * Waits on a standby for what the primary has done already, or for its promotion.
	 * @param session the connection
	 * @param first how scripts and database stand
	 * @param purpose why the database must be writable, a clause
	 * @return the first assessment after which nothing is to be done, or the database can
	 * be written
	 * @throws MigrationException if the time for that is over
	 */
	public Assessment awaitReplay(Session session, Assessment first, String purpose) {
		Poll poll = new Poll(this.context.clock(), this.context.sleeper(), this.context.options().waiting().replay());
		Assessment assessment = first;
		while (assessment.hasWork() && assessment.facts().readOnly()) {
			if (!assessment.facts().standby() || !poll.pause()) {
				throw ReadOnlyDatabase.exception(assessment.facts(), new Change.Purpose(purpose, assessment.names()));
			}
			assessment = assess(session);
		}
		return assessment;
	}

	/**
	 * Takes the lock, assesses again, and works; once more from the start if the lock is
	 * lost meanwhile.
	 * @param session the connection
	 * @param first how scripts and database stand
	 * @param work what is done under the lock
	 */
	public void underLock(Session session, Assessment first, LockedWork work) throws BatchFailedException {
		Strength before = this.assessor.believe(Strength.WRITE);
		try (WorkSession held = WorkSession.begin(this.context, session, first)) {
			boolean finished = false;
			while (!finished) {
				MigrationLock lock = held.acquire(this.events);
				try {
					work.with(assess(session), new LockedRun(this.context, session, lock, this.events, this.done));
					finished = true;
				}
				catch (LockLostException ex) {
					held.release();
				}
			}
		}
		finally {
			this.assessor.believe(before);
		}
	}

	/**
	 * Publishes that a run has done what it had to do.
	 * @param session the connection
	 * @return how the database stands now, and what was done
	 */
	public MigrationReport completed(Session session) {
		MigrationReport report = assess(session).report();
		this.events.publish(new MigrationEvent.Completed(report));
		return report;
	}

	/**
	 * Work that needs a session.
	 *
	 * @param <T> the type of its result
	 */
	@FunctionalInterface
	public interface Work<T> {

		/**
		 * Works.
		 * @param session the connection
		 * @return the result
		 * @throws BatchFailedException if the database refuses a statement of ours
		 */
		T with(Session session) throws BatchFailedException;

	}

	/**
	 * Work that needs the lock.
	 */
	@FunctionalInterface
	public interface LockedWork {

		/**
		 * Works.
		 * @param assessment how scripts and database stand under the lock
		 * @param locked what may be done under the lock
		 * @throws BatchFailedException if the database refuses a statement of ours
		 */
		void with(Assessment assessment, LockedRun locked) throws BatchFailedException;

	}

}
