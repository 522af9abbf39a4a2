package dev.appmigrations.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.appmigrations.engine.event.EventPublisher;
import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.Strength;
import dev.appmigrations.engine.history.TableTrust;
import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SessionWork;
import dev.appmigrations.engine.lock.LockLostException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.StepReport;
import org.jspecify.annotations.Nullable;

/**
 * Runs that follow each other over one session that holds the lock all the time, so that
 * each of them reads the history once and does nothing else beside its work. What a
 * script leaves in the session is removed before the next one, as a new session would not
 * have it. A run that fails ends the session; the next one has another.
 */
public final class ConsecutiveRuns implements AutoCloseable {

	private final RunContext context;

	private final EventPublisher events;

	/** Has read the scripts. */
	private final Assessor assessor;

	/** What the latest run has done so far. */
	private final List<StepReport> done = new ArrayList<>();

	private @Nullable Held held;

	/** How far the tables are trusted, since they were inspected under this lock. */
	private @Nullable TableTrust trust;

	/**
	 * Creates runs; the first of them opens the session.
	 * @param context what all runs share
	 */
	public ConsecutiveRuns(RunContext context) {
		this.context = context;
		this.events = context.publisher();
		this.assessor = new Assessor(context, PlanRequest.ALL, CatalogReading.start(context.catalogs()), true, null);
	}

	/**
	 * Runs once, and once more over another session if the lock is lost meanwhile.
	 * @param request what is to be done
	 * @param work does it
	 * @throws MigrationException if it fails, or the database cannot be used
	 */
	public void run(PlanRequest request, MigrationRun.LockedWork work) {
		try {
			attempt(request, work);
		}
		catch (LockLostException ex) {
			attempt(request, work);
		}
	}

	private void attempt(PlanRequest request, MigrationRun.LockedWork work) {
		this.done.clear();
		boolean completed = false;
		try {
			Assessor assessor = this.assessor.with(request);
			Held held = held(assessor);
			work.with(assess(assessor, held.session()), held.locked());
			held.clean();
			completed = true;
		}
		catch (DatabaseErrorException ex) {
			throw RunFailure.of(ex.error(), this.done, ex);
		}
		catch (BatchFailedException ex) {
			throw RunFailure.of(ex.error(), this.done, ex);
		}
		finally {
			if (!completed) {
				close();
			}
		}
	}

	private Held held(Assessor assessor) throws BatchFailedException {
		Held held = this.held;
		if (held == null) {
			held = open(assessor);
			this.held = held;
		}
		return held;
	}

	private Held open(Assessor assessor) throws BatchFailedException {
		Session session = this.context.sessions().openNow();
		WorkSession work = null;
		LockedRun locked = null;
		try {
			Assessment first = assessor.assess(session, null, this.done);
			if (first.facts().readOnly()) {
				throw ReadOnlyDatabase.exception(first.facts(),
						new Change.Purpose("the database is to be changed", List.of()));
			}
			work = WorkSession.begin(this.context, session, first);
			locked = new LockedRun(this.context, session, work.acquire(this.events), this.events, this.done);
			return new Held(session, work, locked);
		}
		finally {
			if (locked == null) {
				if (work != null) {
					work.close();
				}
				session.close();
			}
		}
	}

	/** Inspects the tables the first time, and where one of them is new. */
	private Assessment assess(Assessor assessor, Session session) {
		TableTrust known = this.trust;
		if (known != null) {
			assessor.believe(Strength.START);
			Assessment assessment = assessor.assess(session, null, this.done);
			if (Objects.equals(assessment.found().trust().present(), known.present())) {
				return assessment.with(known);
			}
		}
		assessor.believe(Strength.WRITE);
		Assessment assessment = assessor.assess(session, null, this.done);
		HistorySnapshot found = assessment.found();
		this.trust = (found.state() == HistorySnapshot.State.CURRENT) ? found.trust() : null;
		return assessment;
	}

	/** Ends the session. The next run has another one. */
	@Override
	public void close() {
		Held last = this.held;
		this.held = null;
		this.trust = null;
		if (last != null) {
			last.close();
		}
	}

	/**
	 * The session that holds the lock.
	 *
	 * @param session the connection
	 * @param work what is closed before the session
	 * @param locked what may be done under the lock
	 */
	private record Held(Session session, WorkSession work, LockedRun locked) {

		void clean() throws BatchFailedException {
			if (!this.session.work().isPooled()) {
				this.session.query(SessionWork.cleanSession()).orThrow();
			}
		}

		void close() {
			this.work.close();
			this.session.close();
		}

	}

}
