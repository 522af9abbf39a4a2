package dev.appmigrations.engine.plan;

import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.history.Progress;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationVersion;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import dev.appmigrations.engine.wording.Setting;

/**
 * The problems that planning finds, in words for people.
 */
final class PlanProblems {

	private PlanProblems() {
	}

	/**
	 * Reports a rollback that was interrupted.
	 * @param progress how far it has come
	 * @return the problem
	 */
	static Problem unfinishedRollback(Progress progress) {
		return Problem.error(Problem.Code.UNFINISHED_ROLLBACK, Message.of("The rollback of " + progress.migration()
				+ " has begun and is not finished: statements up to " + progress.done() + " of its script have run."),
				Message.of("Finish it with ").and(new Call(Operation.ROLLBACK, progress.migration())).and("."),
				progress.migration());
	}

	/**
	 * Reports that a newer release has removed what this one may need.
	 * @param policies decide whether that is an error
	 * @param problems receives the problem
	 * @param names the contract migrations, at least one
	 */
	static void contracted(Policies policies, List<Problem> problems, Set<String> names) {
		report(policies.guard(), problems, Problem.Code.DATABASE_AHEAD,
				"A newer release has removed from this database what this one may need:\n  "
						+ String.join("\n  ", names),
				(policies.guard() == Policy.REJECT)
						? Message.of("Start the newer release. If this one can do without what was removed, set ")
							.and(Setting.GUARD.to("warn"))
							.and(".")
						: Message.of("Start the newer release, unless this one can do without what was removed."),
				names.iterator().next());
	}

	/**
	 * Reports that a contract migration follows nothing.
	 * @param migration the migration
	 * @return the problem
	 */
	static Problem unrelatedContract(Migration migration) {
		return Problem.warning(Problem.Code.UNRELATED_CONTRACT,
				migration.location() + " is of the phase contract and requires nothing that it could follow.",
				"Name the expand migration that it completes: -- migrate:requires VERSION.", migration.name());
	}

	/**
	 * Reports that the file of an applied migration is missing.
	 * @param policies decide whether that is an error
	 * @param problems receives the problem
	 * @param row the row of the history
	 */
	static void missing(Policies policies, List<Problem> problems, AppliedMigration row) {
		report(policies.missing(), problems, Problem.Code.MISSING_SCRIPT,
				row.name() + " is applied, but no location has its file.",
				(policies.missing() == Policy.REJECT)
						? Message.of("Restore it, or let ")
							.and(Call.of(Operation.REPAIR))
							.and(" forget it; ")
							.and(Setting.MISSING.to("warn"))
							.and(" lets an older release, or a folder that was pruned, start.")
						: Message.of("If it was removed by mistake, restore it. An older release, or a folder that was"
								+ " pruned, is no reason to worry."),
				row.name());
	}

	/**
	 * Reports that a migration comes late.
	 * @param policies decide whether that is an error
	 * @param problems receives the problem
	 * @param migration the migration
	 * @param latest the latest version that is applied
	 * @param begun whether a part of it is committed: what has run is known by its name
	 */
	static void outOfOrder(Policies policies, List<Problem> problems, Migration migration, MigrationVersion latest,
			boolean begun) {
		report(policies.outOfOrder(), problems, Problem.Code.OUT_OF_ORDER,
				migration.name() + " is pending, but the later version " + latest + " is applied already.",
				(policies.outOfOrder() == Policy.REJECT) ? allow(latest, begun)
						: Message.of("It is applied nevertheless." + ((begun) ? ""
								: " To have the versions in order, rename it to a version after " + latest + ".")),
				migration.name());
	}

	private static Message allow(MigrationVersion latest, boolean begun) {
		return Message
			.of((begun) ? "A part of it is committed, so that it has to keep its name: allow it with "
					: "Rename it to a version after " + latest + ", or allow it with ")
			.and(Setting.OUT_OF_ORDER.to("warn"))
			.and(".");
	}

	private static void report(Policy policy, List<Problem> problems, Problem.Code code, String message, Message remedy,
			String name) {
		policy.report(problems, code, Message.of(message), remedy, name);
	}

}
