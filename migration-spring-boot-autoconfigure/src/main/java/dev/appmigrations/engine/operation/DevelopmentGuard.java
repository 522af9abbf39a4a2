package dev.appmigrations.engine.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.history.Recorder;
import dev.appmigrations.engine.jdbc.DatabaseErrorException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.rollout.Fleet;
import dev.appmigrations.engine.run.Assessment;
import dev.appmigrations.engine.run.Rollouts;
import dev.appmigrations.engine.run.RunContext;
import dev.appmigrations.engine.run.RunIdentity;
import dev.appmigrations.engine.text.VisibleText;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what throws data away from every database that may be more than one for
 * development. All of this must hold:
 * <ol>
 * <li>The database is marked, or this process has started its server.
 * <li>Every migration in its history was applied from this host, by this application, in
 * this release.
 * <li>No instance is running, and none has run on another host.
 * </ol>
 * The registry of instances alone proves nothing: production with one release on one host
 * looks the same. A person who types the name of the database overrides all of it.
 */
final class DevelopmentGuard {

	private final RunContext context;

	private final DevelopmentProof proof;

	DevelopmentGuard(RunContext context, DevelopmentProof proof) {
		this.context = context;
		this.proof = proof;
	}

	/**
	 * Makes sure that nobody needs what the database holds.
	 * @param session the connection
	 * @param assessment how scripts and database stand
	 * @throws MigrationException with {@link ErrorCode#NOT_FOR_DEVELOPMENT} otherwise
	 */
	void require(Session session, Assessment assessment) {
		if (isConfirmed(assessment)) {
			return;
		}
		String unmarked = unmarked(session);
		List<String> reasons = new ArrayList<>();
		if (unmarked != null) {
			reasons.add(unmarked);
		}
		reasons.addAll(traces(session, assessment));
		if (!reasons.isEmpty()) {
			throw refused(assessment, reasons,
					(reasons.size() == 1 && unmarked != null)
							? Message.of("If nobody needs what it holds, mark it: ")
								.and(Call.of(Operation.UP_DEVELOPMENT))
								.and(".")
							: Message.of("Create a database for development, or ask those who use this one."));
		}
	}

	/**
	 * Makes sure that the database may be marked.
	 * @param session the connection
	 * @param assessment how scripts and database stand
	 * @throws MigrationException with {@link ErrorCode#NOT_FOR_DEVELOPMENT} otherwise
	 */
	void requireForMark(Session session, Assessment assessment) {
		if (isConfirmed(assessment)) {
			return;
		}
		List<String> reasons = traces(session, assessment);
		if (!assessment.found().content().isEmpty()) {
			reasons.add("it has tables and no history that says where they come from: "
					+ String.join(", ", assessment.found().content().examples()));
		}
		if (!reasons.isEmpty()) {
			throw refused(assessment, reasons,
					Message.of("Create a database for development, or ask those who use this one."));
		}
	}

	private boolean isConfirmed(Assessment assessment) {
		String confirmed = this.proof.confirmed();
		String database = assessment.facts().database();
		if (confirmed != null && !confirmed.equals(database)) {
			throw new MigrationException(ErrorCode.NOT_FOR_DEVELOPMENT,
					"That is not the name of the database, which is " + Sql.visibleIdentifier(database) + ".",
					"Nothing was changed.", null);
		}
		return confirmed != null;
	}

	private @Nullable String unmarked(Session session) {
		if (this.proof.server().startedHere()) {
			return null;
		}
		DatabaseMark mark = DatabaseMark.read(session);
		return (mark.isSet()) ? null : mark.missing();
	}

	/** Traces of others in the database, and of other times. */
	private List<String> traces(Session session, Assessment assessment) {
		Recorder own = RunIdentity.recorder(this.context.options().identity(), session);
		Map<String, List<String>> others = new LinkedHashMap<>();
		for (AppliedMigration row : assessment.found().applied()) {
			if (!own.from().equals(row.appliedFrom())) {
				add(others, "applied from " + named(row.appliedFrom()) + ", and this is " + own.from(), row);
			}
			else if (!Objects.equals(own.release(), row.release())) {
				add(others, "applied by release " + named(row.release()) + ", and this is " + named(own.release()),
						row);
			}
		}
		List<String> reasons = new ArrayList<>();
		others.forEach((how, names) -> reasons.add(VisibleText
			.line(names.get(0) + ((names.size() > 1) ? " and " + (names.size() - 1) + " more were " : " was ") + how)));
		reasons.addAll(instances(session, assessment));
		return reasons;
	}

	private static void add(Map<String, List<String>> others, String how, AppliedMigration row) {
		others.computeIfAbsent(how, (key) -> new ArrayList<>()).add(row.name());
	}

	private static String named(@Nullable String value) {
		return (value != null) ? value : "an unknown one";
	}

	private static List<String> instances(Session session, Assessment assessment) {
		if (assessment.facts().schema() == null) {
			return List.of();
		}
		try {
			Fleet fleet = Rollouts.fleet(session, assessment.found());
			return fleet.traces(RunIdentity.host());
		}
		catch (DatabaseErrorException ex) {
			if (!ex.error().is(SqlState.INSUFFICIENT_PRIVILEGE)) {
				throw ex;
			}
			return List.of("the role may not see whether an instance of the application is running");
		}
	}

	private static MigrationException refused(Assessment assessment, List<String> reasons, Message remedy) {
		return new MigrationException(ErrorCode.NOT_FOR_DEVELOPMENT,
				"Database " + Sql.visibleIdentifier(assessment.facts().database())
						+ " may be more than a database for development:\n  " + String.join("\n  ", reasons),
				Message.of("Nothing was changed. ").and(remedy), null);
	}

}
