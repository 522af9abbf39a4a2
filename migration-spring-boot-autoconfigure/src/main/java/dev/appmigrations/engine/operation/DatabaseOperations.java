package dev.appmigrations.engine.operation;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

import dev.appmigrations.engine.jdbc.DatabaseServer;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.plan.PlanRequest;
import dev.appmigrations.engine.report.ConnectionReport;
import dev.appmigrations.engine.report.CreationReport;
import dev.appmigrations.engine.report.DatabaseReport;
import dev.appmigrations.engine.report.GateReport;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.MigrationRun;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.safety.facts.FactsReading;
import dev.appmigrations.engine.safety.facts.FactsRequest;
import dev.appmigrations.engine.scratch.ScratchServer;
import dev.appmigrations.engine.shape.CastReader;
import dev.appmigrations.engine.shape.CastShape;
import dev.appmigrations.engine.shape.EnumLabels;
import dev.appmigrations.engine.shape.ShapeReader;
import dev.appmigrations.engine.shape.TableShape;
import dev.appmigrations.engine.shape.VolatileFunctions;
import dev.appmigrations.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a {@code Migrator} that are about the database itself.
 */
public final class DatabaseOperations {

	private final RunContext context;

	/**
	 * Creates the operations.
	 * @param context what all runs share
	 */
	public DatabaseOperations(RunContext context) {
		this.context = context;
	}

	/**
	 * Connects, without waiting for a database that is not up.
	 * @return the connection, the role and the settings that matter
	 * @throws MigrationException if the database cannot be used
	 */
	public ConnectionReport ping() {
		return new PingOperation(this.context).run();
	}

	/**
	 * Waits until the server accepts connections and the database exists. Reads no
	 * script, and writes nothing.
	 * @param timeout for how long, at most
	 * @return the database
	 * @throws MigrationException if it cannot be used when the time is over; at once
	 * where waiting does not help, such as with a wrong password
	 */
	public DatabaseReport await(Duration timeout) {
		return new AwaitOperation(this.context, timeout).run();
	}

	/**
	 * Finds out whether a release has taken over, and waits for it as long as the request
	 * says. Reads no script, and writes nothing.
	 * @param request the release, and how long its instances have to be alive
	 * @return whether it has, and who is in the way if it has not
	 * @throws MigrationException if the database cannot be used
	 */
	public GateReport gate(GateRequest request) {
		return new GateOperation(this.context, request).run();
	}

	/**
	 * Reads facts about the database that the safety of migrations depends on. Takes no
	 * lock of the migrations, writes nothing, and works on a standby and with a role that
	 * can only read.
	 * @param request which facts are wanted, and what reading them may cost
	 * @return the facts, or why they are unknown
	 * @throws MigrationException if there is no connection
	 */
	public FactsReading facts(FactsRequest request) {
		return new FactsOperation(this.context, request).run();
	}

	/**
	 * Reads the shape of a table: all that belongs to it. Writes nothing.
	 * @param table its name, with or without a schema
	 * @return the table, {@code null} if there is no relation of that name
	 * @throws MigrationException if there is no connection
	 */
	public @Nullable TableShape shape(ObjectName table) {
		return ask((session) -> shapes(session).read(table));
	}

	/**
	 * Reads the shape of the table that an index belongs to. Writes nothing.
	 * @param index the name of the index, with or without a schema
	 * @return the table, {@code null} if there is no index of that name
	 * @throws MigrationException if there is no connection
	 */
	public @Nullable TableShape shapeOfIndexed(ObjectName index) {
		return ask((session) -> shapes(session).ofIndex(index));
	}

	/**
	 * Reads how values of a column become values of another type, and back.
	 * @param table the name of its table, with its schema
	 * @param column the name of the column
	 * @param type the other type, as a statement has it
	 * @return the casts, {@code null} if there is no such type
	 * @throws MigrationException if there is no connection
	 */
	public @Nullable CastShape cast(ObjectName table, String column, String type) {
		return ask((session) -> CastReader.read(session, table, column, type));
	}

	/**
	 * Reads the values of an enum type. Writes nothing.
	 * @param type the name of the type, with or without a schema
	 * @return the values in their order, {@code null} if there is no enum of that name
	 * @throws MigrationException if there is no connection
	 */
	public @Nullable List<String> enumLabels(ObjectName type) {
		return ask((session) -> EnumLabels.of(session, type, this.context.options().history().schema()));
	}

	/**
	 * Tells whether a function is volatile, so that it may return something else for each
	 * row.
	 * @param names names of functions without schemas
	 * @return whether there is a volatile one among all that have one of these names
	 * @throws MigrationException if there is no connection
	 */
	public boolean isVolatile(Collection<String> names) {
		return ask((session) -> VolatileFunctions.anyOf(session, names));
	}

	/**
	 * Answers a question about the database that all migrations make out of an empty one:
	 * applies them to a scratch database, those of the phase {@code contract} and
	 * backfills included, and drops it again. Nothing happens to the database itself, and
	 * it need not be there.
	 * @param <T> the type of the answer
	 * @param server where the scratch database is made
	 * @param question gets the operations of the scratch database, of no use afterwards
	 * @return the answer
	 * @throws InvalidMigrationsException if there is a problem with the migrations;
	 * nothing was run
	 * @throws MigrationException if the scratch database cannot be made, a statement
	 * would change more than it, or a migration fails
	 */
	public <T> T onScratch(ScratchServer server, Function<DatabaseOperations, T> question) {
		RunContext fixed = this.context.withFixedScripts();
		try (ReplayedDatabase scratch = new ReplayedDatabase(fixed, server, "new")) {
			List<Migration> all = ReplayedDatabase.migrations(scratch.assess());
			try (ScratchTrace replay = scratch.prepare(all)) {
				replay.replay(all, "The migrations cannot be applied to a scratch database, so that nothing was read.");
			}
			return question.apply(new DatabaseOperations(scratch.context()));
		}
	}

	/**
	 * Creates the database where it is missing, from the database {@code postgres} or
	 * {@code template1} of the same server. One that is there stays as it is.
	 * @param server where the database is to be
	 * @param development whether a new database is marked as one for development
	 * @return what was done
	 * @throws MigrationException if there is no connection, or the role may not create
	 * databases
	 */
	public CreationReport create(DatabaseServer server, boolean development) {
		return new CreateOperation(this.context, server, development).run();
	}

	/**
	 * Marks the database as one for development, unless others have migrated it, an
	 * instance is running, or it has tables of unknown origin.
	 * @param proof evidence beside what the database says
	 * @return whether it was not marked before
	 * @throws MigrationException with {@link ErrorCode#NOT_FOR_DEVELOPMENT} if it may be
	 * more than that, or with {@link ErrorCode#PERMISSION_DENIED} if the role does not
	 * own it
	 */
	public boolean mark(DevelopmentProof proof) {
		return new MarkOperation(this.context, proof).run();
	}

	/**
	 * Makes sure that the database is one for development. Writes nothing.
	 * @param proof evidence beside what the database says
	 * @return the database
	 * @throws MigrationException with {@link ErrorCode#NOT_FOR_DEVELOPMENT} if it may be
	 * more than that
	 */
	public DatabaseReport requireDevelopment(DevelopmentProof proof) {
		MigrationRun run = new MigrationRun(this.context, PlanRequest.ALL);
		return run.inSessionNow((session) -> {
			Assessment assessment = run.assess(session);
			new DevelopmentGuard(this.context, proof).require(session, assessment);
			return DatabaseReport.of(assessment.facts(), this.context.options().history().table());
		});
	}

	/**
	 * Drops the database, if it is one for development.
	 * @param proof evidence beside what the database says
	 * @param ending whether sessions of others are ended; otherwise they keep it
	 * @return the sessions that were ended, in words
	 * @throws MigrationException with {@link ErrorCode#NOT_FOR_DEVELOPMENT} if it may be
	 * more than that, with {@link ErrorCode#DATABASE_IN_USE} if others have sessions in
	 * it, and with {@link ErrorCode#DATABASE_MISSING} if it does not exist
	 */
	public List<String> drop(DevelopmentProof proof, boolean ending) {
		return new DropOperation(this.context, proof, ending).run();
	}

	private ShapeReader shapes(Session session) {
		return new ShapeReader(session, this.context.options().history().schema());
	}

	/**
	 * Reads something of the catalogue. Takes no lock of the migrations, reads no script
	 * and no row of the history, and writes nothing.
	 */
	private <T extends @Nullable Object> T ask(Function<Session, T> question) {
		try (Session session = this.context.sessions().openNow()) {
			return question.apply(session);
		}
	}

}
