package dev.appmigrations.engine.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.appmigrations.engine.history.HistorySnapshot;
import dev.appmigrations.engine.history.HistoryTables;
import dev.appmigrations.engine.history.SharedInstances;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.options.MigratorOptions;
import dev.appmigrations.engine.report.MigrationReport;
import dev.appmigrations.engine.rollout.Fleet;
import dev.appmigrations.engine.rollout.InstanceRegistration;
import dev.appmigrations.engine.rollout.InstanceRegistry;
import dev.appmigrations.engine.rollout.SignOn;
import dev.appmigrations.engine.text.VisibleLog;

/**
 * The running instances, and the reasons why contract migrations wait for them.
 */
public final class Rollouts {

	private static final VisibleLog logger = VisibleLog.of(Rollouts.class);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private Rollouts() {
	}

	/**
	 * Adds to a report the instances, and why what waits does.
	 * @param session the connection
	 * @param assessment how scripts and database stand
	 * @return the report; as it was where the role may not read the instances
	 */
	public static MigrationReport explain(Session session, Assessment assessment) {
		boolean registry = assessment.found().registry();
		if (assessment.facts().schema() == null || (!registry && assessment.plan().waiting().isEmpty())) {
			return assessment.report();
		}
		try {
			Fleet fleet = (assessment.found().shared() != null) ? fleet(session, assessment.found())
					: new InstanceRegistry(assessment.found().tables()).read(session, assessment.facts().role(),
							registry);
			return fleet.explain(assessment.report());
		}
		catch (DatabaseErrorException ex) {
			if (!ex.error().is(SqlState.INSUFFICIENT_PRIVILEGE)) {
				throw ex;
			}
			// A role that may only read the history sees nothing of the instances.
			return assessment.report();
		}
	}

	/**
	 * Remembers that contract migrations were seen waiting: as an instance that knows
	 * them, and signs off at once.
	 * @param session the connection
	 * @param found what the history holds
	 * @param identity who looks
	 * @param names the names of the migrations
	 */
	public static void note(Session session, HistorySnapshot found, MigratorOptions.Identity identity,
			List<String> names) {
		SharedInstances shared = found.shared();
		enter(session, (shared != null) ? shared.tables() : found.tables(),
				new InstanceRegistration(UUID.randomUUID(), identity.application(), identity.release(),
						RunIdentity.host(), "contract",
						(shared != null) ? names.stream().map((name) -> shared.prefix() + name).toList() : names,
						Duration.ZERO));
	}

	/**
	 * Lets all instances know that contract migrations were applied, where these are in
	 * another history than the one that each heartbeat reads. All who apply the same
	 * share an entry. Where it can not be written, sessions that nobody replaces end with
	 * their pool's maximal lifetime.
	 * @param session the connection
	 * @param found what the history holds
	 * @param names the names of the migrations
	 */
	public static void tellContracted(Session session, HistorySnapshot found, List<String> names) {
		SharedInstances shared = found.shared();
		if (shared == null) {
			return;
		}
		UUID id = UUID.nameUUIDFromBytes((shared.prefix() + names).getBytes(StandardCharsets.UTF_8));
		try {
			enter(session, shared.tables(), new InstanceRegistration(id, null, null, RunIdentity.host(),
					InstanceRegistration.CONTRACT_OF_TENANT, List.of(), Duration.ZERO));
		}
		catch (DatabaseErrorException ex) {
			logger.debug("Instances do not learn that contract migrations were applied: {}", ex.getMessage());
		}
	}

	private static void enter(Session session, HistoryTables tables, InstanceRegistration presence) {
		InstanceRegistry registry = new InstanceRegistry(tables);
		Duration patience = session.connection().patience(PATIENCE);
		if (!registry.exists(session)) {
			registry.create(session, patience);
		}
		registry.signOn(session, new SignOn(presence, patience).storableIn(session.connection().encoding()));
	}

	/**
	 * Reads the instances, of which there may be more than at the assessment.
	 * @param session the connection
	 * @param found what the history holds
	 * @return the instances
	 */
	public static Fleet fleet(Session session, HistorySnapshot found) {
		SharedInstances shared = found.shared();
		InstanceRegistry registry = new InstanceRegistry((shared != null) ? shared.tables() : found.tables());
		Fleet fleet = registry.read(session, found.facts().role(), registry.exists(session));
		return (shared != null) ? fleet.within(shared.prefix()) : fleet;
	}

}
