package dev.appmigrations.engine.proof;

import java.util.List;
import java.util.function.Predicate;

import dev.appmigrations.engine.proof.MigrationProof.Outcome;

/**
 * What the proof of all rollbacks has shown.
 *
 * @param migrations an entry for each migration, in the order of application
 */
public record ProofReport(List<MigrationProof> migrations) {

	public ProofReport {
		migrations = List.copyOf(migrations);
	}

	/**
	 * Tells whether each rollback that there is was proven.
	 * @return whether a person has nothing to mend
	 */
	public boolean isProven() {
		return this.migrations.stream().noneMatch((proof) -> proof.outcome().isFault());
	}

	/**
	 * Makes sure that each rollback that there is was proven. Migrations without one are
	 * accepted.
	 * @return this
	 * @throws UnprovenRollbackError with all that the rollbacks forgot, otherwise
	 */
	public ProofReport assertProven() {
		return require((proof) -> !proof.outcome().isFault());
	}

	/**
	 * Makes sure that each migration has a rollback, and that it was proven.
	 * @return this
	 * @throws UnprovenRollbackError with the migrations that have none, and all that the
	 * rollbacks forgot, otherwise
	 */
	public ProofReport assertAllProven() {
		return require((proof) -> proof.outcome() == Outcome.PROVEN);
	}

	private ProofReport require(Predicate<MigrationProof> condition) {
		List<MigrationProof> unproven = this.migrations.stream().filter(condition.negate()).toList();
		if (!unproven.isEmpty()) {
			throw new UnprovenRollbackError(this, unproven);
		}
		return this;
	}

	/**
	 * Says in words what was found.
	 * @return one or more lines for each migration, without a line end at the end
	 */
	public String text() {
		return String.join("\n", this.migrations.stream().map(MigrationProof::text).toList());
	}

}
