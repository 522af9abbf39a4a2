package dev.appmigrations.engine.plan;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.history.AppliedMigration;
import dev.appmigrations.engine.history.HistoryCorrection;
import dev.appmigrations.engine.migration.Checksum;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Compares a row of the history with its file:
 * <ol>
 * <li>A file without statements has nothing to compare, and the row keeps its checksum.
 * <li>A row without a checksum takes the file's.
 * <li>Equal tokens are the same text, whatever scheme the checksum is of; one of an
 * earlier scheme is written anew.
 * <li>A row of release 0.1 is also compared as that release read the file. If it is equal
 * and the present reading is not, that release ran the down section as well.
 * <li>A checksum of an unknown scheme cannot be compared, which is reported.
 * <li>Anything else is a change.
 * </ol>
 */
final class Comparison {

	private final Policies policies;

	private final List<HistoryCorrection> corrections;

	private final List<Problem> problems;

	/** Files without statements that do not say why. */
	private final List<Migration> emptied = new ArrayList<>(0);

	Comparison(Policies policies, List<HistoryCorrection> corrections, List<Problem> problems) {
		this.policies = policies;
		this.corrections = corrections;
		this.problems = problems;
	}

	/** Reports what is reported once for all rows. */
	void finish() {
		if (!this.emptied.isEmpty()) {
			this.problems.add(EmptyScripts.emptied(this.emptied));
		}
	}

	AppliedState compare(AppliedMigration row, Migration migration) {
		Checksum recorded = row.checksum();
		Problem refusal = migration.refusal();
		if (refusal != null) {
			this.problems.add(warning(refusal));
		}
		if (EmptyScripts.isEmpty(migration)) {
			this.emptied.add(migration);
		}
		if (migration.checksum().isOfNothing() && refusal == null && !ranMore(recorded, migration)) {
			// Nothing to compare: the row stays as it is, for the day the text is back.
			return new AppliedState(row, migration, MigrationState.APPLIED);
		}
		if (recorded == null) {
			if (refusal == null) {
				this.corrections.add(new HistoryCorrection.Completion(row, migration));
			}
			return new AppliedState(row, migration, MigrationState.APPLIED);
		}
		if (recorded.equals(migration.checksum())) {
			return new AppliedState(row, migration, MigrationState.APPLIED);
		}
		if (recorded.isOfSameTokens(migration.checksum())) {
			if (recorded.isOfFirstScheme()) {
				this.corrections.add(new HistoryCorrection.Rescheme(row, migration));
			}
			return new AppliedState(row, migration, MigrationState.APPLIED);
		}
		if (ranMore(recorded, migration)) {
			this.problems.add(downSectionRan(row, migration));
			return new AppliedState(row, migration, MigrationState.APPLIED);
		}
		if (!recorded.isOfKnownScheme()) {
			this.policies.changed()
				.report(this.problems, Problem.Code.UNKNOWN_CHECKSUM,
						Message.of("The history has checksum " + recorded + " for " + migration.location()
								+ ", which this release cannot compare with the file."),
						Message
							.of("If a newer release wrote it, start that one. If you know that the file is what was applied,"
									+ " run ")
							.and(Call.of(Operation.REPAIR))
							.and("."),
						migration.name());
			return new AppliedState(row, migration, MigrationState.CHANGED);
		}
		return (migration.version() == null) ? new AppliedState(row, migration, MigrationState.OUTDATED)
				: changed(row, migration, recorded);
	}

	/** Tells whether release 0.1 read more as what applies it, and ran that. */
	private static boolean ranMore(@Nullable Checksum recorded, Migration migration) {
		return recorded != null && recorded.isOfFirstScheme() && !recorded.isOfSameTokens(migration.checksum())
				&& recorded.equals(migration.earlierChecksum());
	}

	private static Problem warning(Problem refusal) {
		return refusal.asWarning(Message
			.of("It is applied already, so nothing runs. Mend the file all the same: a new database would refuse it. ")
			.and(refusal.action()));
	}

	private AppliedState changed(AppliedMigration row, Migration migration, Checksum recorded) {
		this.policies.changed()
			.report(this.problems, Problem.Code.CHECKSUM_CHANGED, Message.of(migration.location()
					+ " has changed since it was applied" + ((row.appliedAt() != null) ? " at " + row.appliedAt() : "")
					+ ": the history has checksum " + recorded + ", the file has " + migration.checksum() + "."),
					Message
						.of("Restore the file as it was (comments and white space do not count), and put the change into"
								+ " a new migration. If the database is as the new text wants it, run ")
						.and(Call.of(Operation.REPAIR))
						.and(".")
						.and(redo(migration)),
					migration.name());
		return new AppliedState(row, migration, MigrationState.CHANGED);
	}

	/** While a migration is being written, it changes all the time. */
	private static Message redo(Migration migration) {
		return (migration.hasRollback()) ? Message.of(" On a database for development, undo it and apply it again: ")
			.and(new Call(Operation.REDO, migration.name()))
			.and(".") : Message.of("");
	}

	/** For a row whose file has another name now. */
	void reportRenamed(AppliedMigration row, Migration migration) {
		Checksum recorded = row.checksum();
		Problem refusal = migration.refusal();
		if (refusal != null) {
			this.problems.add(warning(refusal));
		}
		if (recorded != null && !recorded.isOfSameTokens(migration.checksum())) {
			this.problems.add(downSectionRan(row, migration));
		}
	}

	private static Problem downSectionRan(AppliedMigration row, Migration migration) {
		return Problem.warning(Problem.Code.DOWN_SECTION_RAN, Message.of(migration
			.location() + " was applied by 0.1 with its Down section: its objects may be missing."), Message
				.of("If they are there, run ")
				.and(Call.of(Operation.REPAIR))
				.and(", which takes the checksum of the section 'Up'. If they are missing, delete its row (DELETE FROM"
						+ " migration_history WHERE migration_name = '" + row.name().replace("'", "''")
						+ "'), and the next run applies it."),
				migration.name());
	}

}
