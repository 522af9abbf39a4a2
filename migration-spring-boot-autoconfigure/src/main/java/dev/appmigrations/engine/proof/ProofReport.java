package dev.appmigrations.engine.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.appmigrations.engine.proof.MigrationProof.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The result of the proof of all rollbacks.
 *
 * @param migrations an entry for each migration, in the order of application
 * @param chain what the rollbacks of all migrations do one after the other, back to the
 * first that the proven ones reach; {@code null} where fewer than two follow each other
 */
public record ProofReport(List<MigrationProof> migrations, @Nullable MigrationProof chain) {

	public ProofReport {
		migrations = List.copyOf(migrations);
	}

	/**
	 * Tells whether each rollback that there is was proven.
	 * @return whether a person has nothing to mend
	 */
	public boolean isProven() {
		return all().stream().noneMatch((proof) -> proof.outcome().isFault());
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

	private List<MigrationProof> all() {
		List<MigrationProof> all = new ArrayList<>(this.migrations);
		if (this.chain != null) {
			all.add(this.chain);
		}
		return all;
	}

	private ProofReport require(Predicate<MigrationProof> condition) {
		List<MigrationProof> unproven = all().stream().filter(condition.negate()).toList();
		if (!unproven.isEmpty()) {
			throw new UnprovenRollbackError(this, unproven);
		}
		return this;
	}

	/**
	 * Says in words what was found.
	 * @return one or more lines for each migration and for the chain, without a line end
	 * at the end
	 */
	public String text() {
		return String.join("\n", all().stream().map(MigrationProof::text).toList());
	}

}
