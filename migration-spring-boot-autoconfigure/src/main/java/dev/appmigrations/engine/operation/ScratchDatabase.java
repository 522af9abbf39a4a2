package dev.appmigrations.engine.operation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.proof.ProofSubject;
import dev.appmigrations.engine.proof.SchemaObject;
import dev.appmigrations.engine.proof.SchemaSnapshot;
import dev.appmigrations.engine.report.AppliedReport;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.report.PendingReport;
import dev.appmigrations.engine.run.ConsecutiveRuns;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.SessionOpener;
import dev.appmigrations.engine.text.VisibleLog;
import dev.appmigrations.engine.wording.Choice;
import dev.appmigrations.engine.wording.Message;
import org.jspecify.annotations.Nullable;

/**
 * A database that was empty, and on which a run may do and undo everything.
 */
final class ScratchDatabase implements ProofSubject, AutoCloseable {

	private static final VisibleLog logger = VisibleLog.of(ScratchDatabase.class);

	private static final int SHOWN = 10;

	private final RunContext context;

	private final MigrationRun run;

	private final ConsecutiveRuns runs;

	private final ScratchCatalogue catalogue;

	private final List<String> pending;

	private final Set<String> withRollback = new HashSet<>();

	private final Set<String> repeatable = new HashSet<>();

	/** The last version of all. */
	private @Nullable MigrationVersion last;

	/** Whether the proof makes the history. */
	private final boolean makesHistory;

	/** Whether it makes the schema of the history. */
	private final boolean makesSchema;

	private ScratchDatabase(RunContext context, ScratchCatalogue catalogue, List<String> pending) {
		this.context = context;
		this.runs = new ConsecutiveRuns(context);
		this.catalogue = catalogue;
		this.run = new MigrationRun(context, PlanRequest.ALL);
		this.pending = pending;
		for (Migration migration : this.run.catalog().migrations()) {
			if (migration.hasRollback()) {
				this.withRollback.add(migration.name());
			}
			MigrationVersion version = migration.version();
			if (version == null) {
				this.repeatable.add(migration.name());
			}
			else if (this.last == null || version.compareTo(this.last) > 0) {
				this.last = version;
			}
		}
		String schema = context.options().history().schema();
		this.makesHistory = inSession(
				(session) -> this.run.assess(session).found().state() == HistorySnapshot.State.ABSENT);
		this.makesSchema = schema != null && inSession((session) -> session
			.query(List.of("SELECT pg_catalog.to_regnamespace(" + Sql.literal(Sql.identifier(schema))
					+ ") IS NULL AS missing"))
			.rows(0)
			.isTrue(0, "missing"));
	}

	/** Makes sure that a database is one, because nothing of it may matter to anybody. */
	static ScratchDatabase of(RunContext context, SessionOpener sessions) {
		MigrationReport report = new StatusOperation(context).run();
		List<Problem> errors = report.problems()
			.stream()
			.filter((problem) -> problem.isError() || problem.code() == Problem.Code.UNREADABLE_ROLLBACK)
			.toList();
		List<String> found = new ArrayList<>();
		report.applied().stream().map(AppliedReport::name).forEach(found::add);
		ScratchCatalogue catalogue = new ScratchCatalogue(sessions, context.options().history());
		try {
			ScratchDatabase database = new ScratchDatabase(context, catalogue,
					report.pending().stream().map(PendingReport::name).toList());
			found.addAll(database.snapshot().tables());
			if (!found.isEmpty()) {
				throw notEmpty(report.facts().database(), found);
			}
			if (!errors.isEmpty()) {
				throw new InvalidMigrationsException(errors);
			}
			return database;
		}
		catch (MigrationException ex) {
			catalogue.close();
			throw ex;
		}
	}

	private static MigrationException notEmpty(String database, List<String> found) {
		String more = (found.size() > SHOWN) ? "\n  and " + (found.size() - SHOWN) + " more" : "";
		return new MigrationException(ErrorCode.DATABASE_NOT_EMPTY,
				"Rollbacks are proven on an empty database only, because everything is undone and done again. Database "
						+ database + " has:\n  " + String.join("\n  ", found.subList(0, Math.min(found.size(), SHOWN)))
						+ more,
				Message.of("Nothing was run. Create another database for the proof (createdb scratch). In a test, use ")
					.and(Choice.APPLY_NOTHING)
					.and(", so that nothing migrates it before."),
				null);
	}

	@Override
	public List<String> pending() {
		return this.pending;
	}

	@Override
	public SchemaSnapshot snapshot() {
		SchemaSnapshot found = this.catalogue.read();
		return (found != null) ? found : inSession(this.catalogue::read);
	}

	@Override
	public void apply(String migration) {
		// On a scratch database there is no old release that could be disturbed.
		apply(PlanRequest.only(migration));
	}

	@Override
	public void applyVersioned() {
		apply((this.last != null) ? PlanRequest.upTo(this.last) : PlanRequest.ALL);
	}

	private void apply(PlanRequest request) {
		this.runs.run(request.withContract(), (assessment, locked) -> {
			InvalidMigrationsException.throwIfAny(assessment.plan().problems());
			if (assessment.hasWork()) {
				locked.apply(assessment);
			}
		});
	}

	@Override
	public boolean isRepeatable(String migration) {
		return this.repeatable.contains(migration);
	}

	@Override
	public boolean hasRollback(String migration) {
		return this.withRollback.contains(migration);
	}

	@Override
	public void undo(String migration) {
		undo(new RollbackRequest.Single(migration, false));
	}

	@Override
	public void undoLast(int count) {
		undo(new RollbackRequest.Last(count));
	}

	private void undo(RollbackRequest request) {
		this.runs.run(PlanRequest.ALL, (assessment, locked) -> {
			RollbackPlan plan = RollbackOperation.plan(this.context, assessment, request);
			InvalidMigrationsException.throwIfAny(plan.problems());
			if (!plan.steps().isEmpty()) {
				locked.rollBack(assessment, plan);
			}
		});
	}

	@Override
	public boolean stands(String migration) {
		this.runs.close();
		MigrationReport report = new StatusOperation(this.context).run();
		return report.problems().stream().noneMatch(Problem::isError)
				&& report.applied().stream().anyMatch((applied) -> applied.name().equals(migration));
	}

	/**
	 * Objects that others need are dropped after them, so it takes more than one pass.
	 */
	@Override
	public void remove(List<SchemaObject> objects) {
		List<String> statements = new ArrayList<>();
		objects.stream().map(SchemaObject::removal).filter(Objects::nonNull).forEach(statements::add);
		if (statements.isEmpty()) {
			return;
		}
		inSession((session) -> {
			while (statements.removeIf((statement) -> session.query(List.of(statement)).error() == null)) {
				logger.debug("Removed what a rollback has left behind; still there: {}", statements);
			}
			return true;
		});
	}

	@Override
	public void clear(List<SchemaObject> objects) {
		HistorySnapshot found = inSession((session) -> this.run.assess(session).found());
		inSession((session) -> {
			for (String name : found.tables().names()) {
				String table = Sql.identifier(found.tables().schema()) + "." + Sql.identifier(name);
				session.query(List.of((this.makesHistory) ? "DROP TABLE IF EXISTS " + table : "DELETE FROM " + table));
			}
			return true;
		});
		remove(objects);
		// The objects that are left depend on something outside, or on each other.
		inSession((session) -> {
			for (SchemaObject object : objects) {
				String removal = object.removal();
				if (removal != null && removal.startsWith("DROP ") && removal.endsWith(";")) {
					session.query(List.of(removal.substring(0, removal.length() - 1) + " CASCADE"));
				}
			}
			if (this.makesSchema) {
				session.query(List.of("DROP SCHEMA IF EXISTS " + Sql.identifier(found.tables().schema())));
			}
			return true;
		});
	}

	/** A pool may have one session only. */
	private <T> T inSession(MigrationRun.Work<T> work) {
		this.runs.close();
		return this.run.inSessionNow(work);
	}

	@Override
	public void close() {
		this.runs.close();
		this.catalogue.close();
	}

}
