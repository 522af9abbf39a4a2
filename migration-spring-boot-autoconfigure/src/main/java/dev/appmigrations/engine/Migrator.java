package dev.appmigrations.engine;

import java.io.IOException;
import java.util.Optional;

import javax.sql.DataSource;

import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.event.MigrationVeto;
import dev.appmigrations.engine.instance.BackfillRunner;
import dev.appmigrations.engine.instance.Heartbeats;
import dev.appmigrations.engine.instance.InstanceListener;
import dev.appmigrations.engine.instance.MigratorInstance;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.operation.BackfillOperations;
import dev.appmigrations.engine.operation.ContractOperation;
import dev.appmigrations.engine.operation.ContractRequest;
import dev.appmigrations.engine.operation.DatabaseOperations;
import dev.appmigrations.engine.operation.FindOperation;
import dev.appmigrations.engine.operation.HistoryOperations;
import dev.appmigrations.engine.operation.MigrateOperation;
import dev.appmigrations.engine.operation.Rollbacks;
import dev.appmigrations.engine.operation.SafetyOperations;
import dev.appmigrations.engine.operation.ScriptOperation;
import dev.appmigrations.engine.operation.StatusOperation;
import dev.appmigrations.engine.operation.ValidateOperation;
import dev.appmigrations.engine.options.InstanceSettings;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.plan.ScriptRequest;
import dev.appmigrations.engine.report.MigrationDetails;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.script.ScriptSource;
import org.jspecify.annotations.Nullable;

/**
 * The front door: brings the schema of one PostgreSQL database to what the scripts say.
 * Immutable, and for use by several threads; each call borrows one connection.
 */
public final class Migrator {

	private final DataSource dataSource;

	private final RunContext context;

	private final RunContext looking;

	Migrator(DataSource dataSource, RunContext context) {
		this.dataSource = dataSource;
		this.context = context;
		this.looking = context.forLooking();
	}

	/**
	 * Starts to build a migrator of scripts on the class path and in folders.
	 * @param dataSource gives connections to the database
	 * @return a builder with default options
	 */
	public static MigratorBuilder builder(DataSource dataSource) {
		return new MigratorBuilder(dataSource);
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
	 * Returns what gives the connections.
	 * @return the data source
	 */
	public DataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Returns a migrator for the same work with one more listener.
	 * @param listener the listener
	 * @return a new migrator
	 */
	public Migrator withListener(MigrationListener listener) {
		return new Migrator(this.dataSource, this.context.with(listener));
	}

	/**
	 * Returns a migrator for the same work with one more veto.
	 * @param veto may stop a run
	 * @return a new migrator
	 */
	public Migrator withVeto(MigrationVeto veto) {
		return new Migrator(this.dataSource, this.context.with(veto));
	}

	/**
	 * Returns the operations that undo migrations, and prove that they can be undone.
	 * @return the operations
	 */
	public Rollbacks rollbacks() {
		return new Rollbacks(this.context);
	}

	/**
	 * Returns the operations that change the history and run nothing.
	 * @return the operations
	 */
	public HistoryOperations history() {
		return new HistoryOperations(this.context);
	}

	/**
	 * Returns the operations about the database itself: to wait for it, for example.
	 * @return the operations
	 */
	public DatabaseOperations database() {
		return new DatabaseOperations(this.context);
	}

	/**
	 * Returns the operations on backfills.
	 * @return the operations
	 */
	public BackfillOperations backfills() {
		return new BackfillOperations(this.context);
	}

	/**
	 * Returns the operations that tell what migrations would do to an application.
	 * @return the operations
	 */
	public SafetyOperations safety() {
		return new SafetyOperations(this.context, this.looking);
	}

	/**
	 * Reports how scripts and database stand, and whether somebody is migrating it now.
	 * Takes no lock, writes nothing, and does not wait for a database that is not up.
	 * @return the report, with all problems
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public MigrationReport status() {
		return new StatusOperation(this.looking).run();
	}

	/**
	 * Makes sure that nothing is pending, up to the target if the options name one, and
	 * nothing is wrong. Writes nothing.
	 * @return the report
	 * @throws InvalidMigrationsException if there is a problem
	 * @throws MigrationException with {@link ErrorCode#PENDING_MIGRATIONS}, or if scripts
	 * or database cannot be read
	 */
	public MigrationReport validate() {
		return new ValidateOperation(this.context, null).run();
	}

	/**
	 * Applies all pending migrations, up to the target if the options name one.
	 * @return the report, with what was done
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException if one fails; migrations before it stay applied
	 */
	public MigrationReport migrate() {
		return MigrateOperation.of(this.context, this.context.pending(), null).run();
	}

	/**
	 * Applies what is pending up to a version, without repeatable migrations.
	 * @param target the last version
	 * @return the report, with what was done
	 */
	public MigrationReport migrate(MigrationVersion target) {
		return MigrateOperation.of(this.context, PlanRequest.upTo(target), null).run();
	}

	/**
	 * Applies a single migration, unless it is applied already.
	 * @param migration its name or its version
	 * @return the report, with what was done
	 */
	public MigrationReport run(String migration) {
		return MigrateOperation.of(this.context, PlanRequest.only(migration), null).run();
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
		return new ContractOperation(this.context, request).run();
	}

	/**
	 * Writes a script for psql that does what {@link #migrate()}, or a rollback, would do
	 * on the database as it is, or as the request says that it is.
	 * @param request what the script is to do
	 * @param out receives the text, piece by piece; it is to be encoded in UTF-8
	 * @throws MigrationException if there is a problem, if scripts or database cannot be
	 * read, or if a migration was interrupted, which no script can resume
	 * @throws IOException if a script cannot be read, or the text not be written
	 */
	public void script(ScriptRequest request, Appendable out) throws IOException {
		new ScriptOperation(this.context, request).run(out);
	}

	/**
	 * Finds one migration, with its script and its log.
	 * @param name the name of the migration, with or without its ending, or its version
	 * @return what is known; empty if neither a script nor the history has it
	 * @throws MigrationException if scripts or database cannot be read
	 */
	public Optional<MigrationDetails> find(String name) {
		return new FindOperation(this.looking, name).run();
	}

	/**
	 * Makes what works on backfills in the background of a running application.
	 * @param own makes connections; {@code null} to borrow one for each batch
	 * @return a runner, to be started and closed
	 */
	public BackfillRunner backfillRunner(@Nullable DataSource own) {
		return new BackfillRunner(this.context, own);
	}

	/**
	 * Makes this application an instance that contract migrations must not break.
	 * @param own gives it connections, which it does not share with the application
	 * @param settings how it shows that it is alive
	 * @param listener learns whether it may serve
	 * @param heartbeats shared by all instances of the application
	 * @return the instance, to be closed; it has not signed on yet
	 */
	public MigratorInstance instance(DataSource own, InstanceSettings settings, InstanceListener listener,
			Heartbeats heartbeats) {
		return new MigratorInstance(this.context, own, settings, listener, heartbeats);
	}

}
