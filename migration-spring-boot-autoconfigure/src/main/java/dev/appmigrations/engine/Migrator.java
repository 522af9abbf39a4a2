package dev.appmigrations.engine;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import dev.appmigrations.engine.adopt.Adoption;
import dev.appmigrations.engine.execute.DryRun;
import dev.appmigrations.engine.history.HistoryRepair;
import dev.appmigrations.engine.history.JdbcSchemaHistory;
import dev.appmigrations.engine.instance.InstanceListener;
import dev.appmigrations.engine.instance.InstanceSignOn;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.operation.ContractOperation;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.operation.ScratchDatabase;
import dev.appmigrations.engine.operation.ScriptOperation;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.plan.MigrationPlan;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.plan.RepairPlanner;
import dev.appmigrations.engine.plan.RollbackPlan;
import dev.appmigrations.engine.plan.RollbackRequest;
import dev.appmigrations.engine.plan.ScriptRequest;
import dev.appmigrations.engine.proof.ProofListener;
import dev.appmigrations.engine.proof.ProofReport;
import dev.appmigrations.engine.proof.RollbackProof;
import dev.appmigrations.engine.report.ConnectionReport;
import dev.appmigrations.engine.report.DryRunReport;
import dev.appmigrations.engine.report.MigrationDetails;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.ReadOnlyDatabase;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.SessionOpener;
import dev.appmigrations.engine.script.CatalogReader;
import dev.appmigrations.engine.script.Placeholders;
import dev.appmigrations.engine.script.ScriptSource;
import dev.appmigrations.engine.time.Sleeper;
import dev.appmigrations.engine.watch.ConnectionProbe;
import dev.appmigrations.engine.watch.RunningWork;
import org.jspecify.annotations.Nullable;

/**
 * Brings the schema of one PostgreSQL database to what the scripts say. Every operation
 * is the beginning of one pipeline, and this is the only class that knows its order:
 * <ol>
 * <li>Read the scripts, and in the meantime the history and the facts in one round trip;
 * plan. With nothing to do, return: no lock, no DDL, no write. {@link #status()} ends
 * here.
 * <li>Errors in the plan stop here, before any lock, all of them reported.
 * {@link #validate()} ends here.
 * <li>Take the lock; read again; plan again.
 * <li>Apply: each unit and its record commit together.
 * <li>Report. Release.
 * </ol>
 * Immutable, and for use by several threads; each call borrows one connection.
 */
public final class Migrator {

	private final DataSource dataSource;

	private final RunContext parts;

	Migrator(DataSource dataSource, ScriptSource scripts, MigratorOptions options, MigrationListener listener,
			Clock clock, Sleeper sleeper) {
		this.dataSource = dataSource;
		Placeholders placeholders = new Placeholders(options.scripts().placeholders());
		this.parts = new RunContext(new SessionOpener(dataSource, options.waiting().database(), clock, sleeper),
				new CatalogReader(scripts, options.scripts().locations(), placeholders, options.scripts().layout()),
				new JdbcSchemaHistory(options.history().schema(), options.history().table()), options, placeholders,
				listener, clock, sleeper);
	}

	private Migrator(DataSource dataSource, RunContext parts) {
		this.dataSource = dataSource;
		this.parts = parts;
	}

	/**
	 * Starts to build a migrator.
	 * @param dataSource gives connections to the database
	 * @param scripts finds the scripts
	 * @return a builder with default options
	 */
	public static MigratorBuilder builder(DataSource dataSource, ScriptSource scripts) {
		return new MigratorBuilder(dataSource, scripts);
	}

	/**
	 * Returns what gives the connections, so that others can see whether they use the
	 * same database.
	 * @return the data source
	 */
	public DataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Returns a migrator for the same work that tells one more listener.
	 * @param listener the listener
	 * @return a new migrator
	 */
	public Migrator withListener(MigrationListener listener) {
		return new Migrator(this.dataSource,
				this.parts.with(new ListenerGroup(List.of(this.parts.listener(), listener))));
	}

	/**
	 * Connects, and tells what the connection is. Reads no script and no history, writes
	 * nothing, and does not wait for a database that is not up.
	 * @return the connection, the role and the settings that matter
	 * @throws MigrationException if the database cannot be used
	 */
	public ConnectionReport ping() {
		try (Session session = this.parts.sessions().openNow()) {
			return ConnectionProbe.probe(session, this.parts.clock());
		}
		catch (DatabaseErrorException ex) {
			throw new MigrationException(ErrorCode.CONNECTION_LOST,
					"The connection cannot be used.\n" + ex.error().text(), "See the server's log.", ex);
		}
	}

	/**
	 * Looks how scripts and database stand, and whether somebody is migrating it now.
	 * Takes no lock, writes nothing, needs no more than the right to read the history,
	 * and does not wait for a database that is not up.
	 * @return the report, with all problems
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public MigrationReport status() {
		MigrationRun run = new MigrationRun(this.parts, PlanRequest.ALL);
		RunningWork running = new RunningWork();
		return run
			.inSession(this.parts.sessions()::openNow, (session) -> run.explain(session, run.look(session, running)))
			.with(running.found());
	}

	/**
	 * Makes sure that nothing is pending, up to the target if the options name one, and
	 * nothing is wrong. Writes nothing.
	 * @return the report
	 * @throws InvalidMigrationsException if there is a problem
	 * @throws MigrationException with {@link ErrorCode#PENDING_MIGRATIONS} if something
	 * is pending; or if scripts or database cannot be read
	 */
	public MigrationReport validate() {
		return validate(null);
	}

	public MigrationReport validate(@Nullable InstanceSignOn arrival) {
		MigrationRun run = new MigrationRun(this.parts, this.parts.pending(), true, arrival);
		MigrationReport report = run.inSession(this.parts::session, (session) -> run.look(session).report());
		this.parts.listener().planned(report);
		rejectErrors(report.problems());
		if (report.state() == MigrationReport.State.PENDING) {
			throw new MigrationException(ErrorCode.PENDING_MIGRATIONS,
					"Pending migrations, and app.migrations.startup=validate applies none:\n  "
							+ String.join("\n  ", report.pending().stream().map((pending) -> pending.name()).toList()),
					"Apply them first, for example by a start with app.migrations.startup=migrate.", null);
		}
		return report;
	}

	/**
	 * Applies all pending migrations, up to the target if the options name one.
	 * @return the report, with what was done
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException if a migration fails, or the database cannot be used;
	 * migrations before it stay applied
	 */
	public MigrationReport migrate() {
		return apply(this.parts.pending());
	}

	public MigrationReport migrate(InstanceSignOn arrival) {
		return apply(new MigrationRun(this.parts, this.parts.pending(), true, arrival));
	}

	/**
	 * Applies what is pending, contract migrations included, once the release that needs
	 * what they remove is gone.
	 * @param request how long to wait for that
	 * @return the report, with what was done
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException with {@link ErrorCode#CONTRACT_BLOCKED} if somebody is
	 * still in the way; or if a migration fails, or the database cannot be used
	 */
	public MigrationReport contract(ContractRequest request) {
		return new ContractOperation(this.parts, request).run();
	}

	/**
	 * Creates the presence of this application as a running instance, which contract
	 * migrations must not break.
	 * @param own gives it connections, which it does not share with the application
	 * @param settings how it shows that it is alive
	 * @param listener is told whether it may serve
	 * @return the instance, to be closed; it has not signed on yet
	 */
	public MigratorInstance instance(DataSource own, InstanceSettings settings, InstanceListener listener) {
		return new MigratorInstance(this, this.parts, own, settings, listener);
	}

	/**
	 * Applies what is pending up to a version. Repeatable migrations, which belong behind
	 * all versions, do not run.
	 * @param target the last version; one that is applied, or that a file has
	 * @return the report, with what was done
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException if a migration fails, or the database cannot be used;
	 * migrations before it stay applied
	 */
	public MigrationReport migrate(MigrationVersion target) {
		return apply(PlanRequest.upTo(target));
	}

	/**
	 * Tries what {@link #migrate()} would do, under the lock, in one transaction that is
	 * rolled back. Stops at the first migration that a transaction cannot hold. Nothing
	 * is left in the database, but sequences may have advanced, as they do not obey
	 * transactions.
	 * @param target the last version, {@code null} for that of the options
	 * @return what was found, a failure included
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException if the database cannot be used
	 */
	public DryRunReport rehearse(@Nullable MigrationVersion target) {
		MigrationRun run = new MigrationRun(this.parts,
				(target != null) ? PlanRequest.upTo(target) : this.parts.pending());
		Instant start = this.parts.clock().instant();
		return run.forWriting().inSession(this.parts::session, (session) -> {
			MigrationRun.Look look = run.look(session);
			rejectErrors(look.plan().problems());
			List<DryRun> rehearsals = new ArrayList<>();
			if (look.hasWork()) {
				rejectReadOnly(look.found().facts(), "migrations are to be tried",
						look.plan().steps().stream().map((step) -> step.migration().name()).toList());
				run.underLock(session, look, (again, locked) -> {
					rejectErrors(again.plan().problems());
					rehearsals.add(locked.rehearse(again));
				});
			}
			Duration duration = Duration.between(start, this.parts.clock().instant());
			DatabaseFacts facts = look.found().facts();
			return (rehearsals.isEmpty()) ? new DryRunReport(facts, List.of(), List.of(), null, duration)
					: rehearsals.get(0).report(facts, duration);
		});
	}

	/**
	 * Applies a single migration, and nothing if it is applied already.
	 * @param migration its name or its version
	 * @return the report, with what was done
	 * @throws InvalidMigrationsException if there is a problem, for example a migration
	 * that it requires and that is not applied; nothing was run
	 * @throws MigrationException if it fails, or the database cannot be used
	 */
	public MigrationReport run(String migration) {
		return apply(PlanRequest.only(migration));
	}

	/**
	 * Tells what a baseline would mark as applied. Writes nothing.
	 * @param version the last version
	 * @return the migrations, in the order of versions
	 * @throws InvalidMigrationsException if there is a problem
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public List<Migration> planBaseline(MigrationVersion version) {
		MigrationRun run = new MigrationRun(this.parts, PlanRequest.baseline(version), false);
		return run.inSession(this.parts.sessions()::openNow, (session) -> {
			MigrationPlan plan = run.look(session).plan();
			rejectErrors(plan.problems());
			return plan.marks();
		});
	}

	public MigrationReport runInAnyPhase(String migration) {
		return apply(PlanRequest.only(migration).withContract());
	}

	/**
	 * Marks what is pending at or below a version as applied, and runs nothing: for a
	 * database that has it already.
	 * @param version the last version
	 * @return the report
	 * @throws InvalidMigrationsException if there is a problem; nothing was written
	 * @throws MigrationException if the database cannot be used
	 */
	public MigrationReport baseline(MigrationVersion version) {
		return apply(new MigrationRun(this.parts, PlanRequest.baseline(version), false));
	}

	/**
	 * Compares another tool's history with the files, and writes nothing.
	 * @param tool the name of the tool; empty for the only one that is there
	 * @return what would be taken over, and what does not fit
	 * @throws MigrationException if there is no such history, or more than one, or if
	 * scripts or database cannot be read
	 */
	public Adoption planAdoption(String tool) {
		MigrationRun run = new MigrationRun(this.parts, PlanRequest.ALL, false);
		return run.inSession(this.parts.sessions()::openNow,
				(session) -> run.adoption(session, tool, run.look(session)));
	}

	/**
	 * Takes over what another tool has applied: what has a file is recorded as applied,
	 * at its original time and by its original author. Nothing runs, and the other tool's
	 * table is not touched.
	 * @param tool the name of the tool; empty for the only one that is there
	 * @return the report
	 * @throws InvalidMigrationsException if something does not fit; nothing was written
	 * @throws MigrationException if there is no such history, or more than one, or if the
	 * database cannot be used
	 */
	public MigrationReport adopt(String tool) {
		MigrationRun run = new MigrationRun(this.parts, PlanRequest.ALL, false);
		return run.forWriting().inSession(this.parts::session, (session) -> {
			MigrationRun.Look look = run.look(session);
			Adoption planned = run.adoption(session, tool, look);
			rejectErrors(planned.problems());
			if (planned.mappings().isEmpty() && !planned.recorded().isEmpty()) {
				return look.report();
			}
			rejectReadOnly(look.found().facts(), "a history is to be taken over", List.of(tool));
			run.underLock(session, look, (again, locked) -> {
				Adoption adoption = run.adoption(session, tool, again);
				rejectErrors(adoption.problems());
				locked.preparation().adopt(again.found(), adoption.records());
			});
			return run.look(session).report();
		});
	}

	private MigrationReport apply(PlanRequest request) {
		return apply(new MigrationRun(this.parts, request));
	}

	private MigrationReport apply(MigrationRun run) {
		return run.forWriting().inSession(this.parts::session, (session) -> {
			MigrationRun.Look look = run.look(session);
			this.parts.listener().planned(look.report());
			rejectErrors(look.plan().problems());
			if (look.hasWork() && look.found().facts().readOnly()) {
				look = run.awaitReplay(session, look);
			}
			if (!look.hasWork()) {
				return look.report();
			}
			run.underLock(session, look, (again, locked) -> {
				rejectErrors(again.plan().problems());
				if (again.hasWork()) {
					locked.apply(again);
				}
			});
			MigrationReport report = run.look(session).report();
			this.parts.listener().completed(report);
			return report;
		});
	}

	/**
	 * Tells what a rollback would undo, and what stands in its way. Writes nothing.
	 * @param request what is to be undone
	 * @return the plan, with all problems
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public RollbackPlan planRollback(RollbackRequest request) {
		MigrationRun run = new MigrationRun(this.parts, PlanRequest.ALL);
		return run.inSession(this.parts.sessions()::openNow, (session) -> run.rollback(run.look(session), request));
	}

	/**
	 * Undoes applied migrations, the one that was applied last first. Each undo and its
	 * record commit together.
	 * @param request what is to be undone
	 * @return the report, with what was done
	 * @throws InvalidMigrationsException if something stands in the way, for example a
	 * migration without a rollback; nothing was run
	 * @throws MigrationException if a rollback fails, or the database cannot be used;
	 * migrations that were undone before stay undone
	 */
	public MigrationReport rollback(RollbackRequest request) {
		MigrationRun run = new MigrationRun(this.parts, PlanRequest.ALL);
		return run.forWriting().inSession(this.parts::session, (session) -> {
			MigrationRun.Look look = run.look(session);
			RollbackPlan plan = run.rollback(look, request);
			rejectErrors(plan.problems());
			if (plan.steps().isEmpty()) {
				return look.report();
			}
			rejectReadOnly(look.found().facts(), "migrations are to be undone",
					plan.steps().stream().map((step) -> step.row().name()).toList());
			run.underLock(session, look, (again, locked) -> {
				RollbackPlan sure = run.rollback(again, request);
				rejectErrors(sure.problems());
				locked.rollBack(again, sure);
			});
			MigrationReport report = run.look(session).report();
			this.parts.listener().completed(report);
			return report;
		});
	}

	/**
	 * Writes a script for psql that does what {@link #migrate()}, or a rollback, would do
	 * on the database as it is, or as the request says that it is. Writes nothing into
	 * the database.
	 * @param request what the script is to do
	 * @param out receives the text, piece by piece; it is to be encoded in UTF-8
	 * @throws InvalidMigrationsException if there is a problem; nothing was written
	 * @throws MigrationException if scripts or database cannot be read, or if a migration
	 * was interrupted, which no script can resume
	 * @throws IOException if a script cannot be read, or the text not be written
	 */
	public void script(ScriptRequest request, Appendable out) throws IOException {
		new ScriptOperation(this.parts, request).write(out);
	}

	/**
	 * Proves on a scratch database that rollbacks undo what their migrations did: applies
	 * each migration, undoes it, compares the catalogue, and applies it again; then
	 * undoes all of them in a row and applies them again. Leaves the database as it was.
	 * In a test: {@code migrator.proveRollbacks().assertProven()}.
	 * @return the report, also of what failed
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException with {@link ErrorCode#DATABASE_NOT_EMPTY} if the
	 * database has tables or a history; or if it cannot be used
	 */
	public ProofReport proveRollbacks() {
		return proveRollbacks(new ProofListener() {
		});
	}

	/**
	 * Does the same, and tells a listener how it goes on.
	 * @param listener is told of each migration
	 * @return the report, also of what failed
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException with {@link ErrorCode#DATABASE_NOT_EMPTY} if the
	 * database has tables or a history; or if it cannot be used
	 */
	public ProofReport proveRollbacks(ProofListener listener) {
		RunContext fixed = this.parts.withFixedScripts();
		return new RollbackProof(ScratchDatabase.of(new Migrator(this.dataSource, fixed), fixed), listener).run();
	}

	/**
	 * Tells what could be repaired: changed checksums, rows whose file is gone, and
	 * migrations that were interrupted, with each of the decisions that are possible.
	 * Writes nothing.
	 * @return what a person may choose from; empty if nothing is to be repaired
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public List<HistoryRepair> repairs() {
		MigrationRun run = new MigrationRun(this.parts, PlanRequest.ALL);
		return run.inSession(this.parts.sessions()::openNow, (session) -> {
			MigrationRun.Look look = run.look(session);
			return RepairPlanner.plan(look.plan(), look.found().progress());
		});
	}

	/**
	 * Carries out what a person has chosen, all of it or nothing.
	 * @param chosen some of {@link #repairs()}
	 * @return the report
	 * @throws MigrationException with {@link ErrorCode#REPAIR_OUTDATED} if one of them no
	 * longer applies, because somebody else has changed the history; or if the database
	 * cannot be used
	 */
	public MigrationReport repair(List<HistoryRepair> chosen) {
		MigrationRun run = new MigrationRun(this.parts, PlanRequest.ALL);
		return run.forWriting().inSession(this.parts::session, (session) -> {
			MigrationRun.Look look = run.look(session);
			if (chosen.isEmpty()) {
				return look.report();
			}
			rejectReadOnly(look.found().facts(), "the history is to be repaired",
					chosen.stream().map(HistoryRepair::name).distinct().toList());
			run.underLock(session, look, (again, locked) -> {
				rejectOutdated(chosen, RepairPlanner.plan(again.plan(), again.found().progress()));
				locked.preparation().repair(again.found(), chosen);
			});
			return run.look(session).report();
		});
	}

	/**
	 * Looks for one migration, with its script and what the log holds of it. Does not
	 * wait for a database that is not up.
	 * @param name the name of the migration
	 * @return what is known; empty if neither a script nor the history has the name
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public Optional<MigrationDetails> find(String name) {
		MigrationRun run = new MigrationRun(this.parts, PlanRequest.ALL);
		return run.inSession(this.parts.sessions()::openNow, (session) -> run.find(session, name));
	}

	public static void rejectErrors(List<Problem> problems) {
		List<Problem> errors = Problem.errors(problems);
		if (!errors.isEmpty()) {
			throw new InvalidMigrationsException(errors);
		}
	}

	public static void rejectReadOnly(DatabaseFacts facts, String what, List<String> names) {
		if (facts.readOnly()) {
			throw ReadOnlyDatabase.exception(facts, what, names);
		}
	}

	private static void rejectOutdated(List<HistoryRepair> chosen, List<HistoryRepair> possible) {
		List<HistoryRepair> outdated = chosen.stream().filter((repair) -> !possible.contains(repair)).toList();
		if (!outdated.isEmpty()) {
			throw new MigrationException(ErrorCode.REPAIR_OUTDATED,
					"The history has changed since this was chosen:\n  "
							+ String.join("\n  ", outdated.stream().map(HistoryRepair::name).toList()),
					"Nothing was written. Look again, and choose anew.", null);
		}
	}

}
