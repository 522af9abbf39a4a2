package dev.appmigrations.engine.proof;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.proof.MigrationProof.Outcome;

/**
 * Proves the rollback of each migration, in the order of application:
 * <ol>
 * <li>Look at the catalogue, apply the migration, look again. A migration that has no
 * rollback ends here.
 * <li>Undo it, and compare with what was there before.
 * <li>Remove what was left behind: otherwise the next step, and with it all later
 * migrations, would mostly fail for what is known already.
 * <li>Apply it again, and compare with what was there after the first time.
 * </ol>
 * A failure stops the proof only if nothing later can be applied.
 */
public final class RollbackProof {

	private final ProofSubject subject;

	private final ProofListener listener;

	/**
	 * Creates a proof.
	 * @param subject the scratch database
	 * @param listener is told how it goes on
	 */
	public RollbackProof(ProofSubject subject, ProofListener listener) {
		this.subject = subject;
		this.listener = listener;
	}

	/**
	 * Proves all. Leaves everything applied that can be.
	 * @return an entry for each migration
	 */
	public ProofReport run() {
		List<MigrationProof> proofs = new ArrayList<>();
		String obstacle = null;
		List<String> pending = this.subject.pending();
		for (String migration : pending) {
			MigrationProof proof;
			if (obstacle != null) {
				proof = MigrationProof.of(migration, Outcome.NOT_RUN,
						"It comes after " + obstacle + ", which could not be left applied.");
			}
			else {
				this.listener.proofStarted(migration, proofs.size() + 1, pending.size());
				proof = prove(migration);
				if (proof.failure() != null && !this.subject.stands(migration)) {
					obstacle = migration;
				}
			}
			proofs.add(proof);
			this.listener.proofEnded(proof);
		}
		return new ProofReport(proofs);
	}

	private MigrationProof prove(String migration) {
		SchemaSnapshot before = this.subject.snapshot();
		try {
			this.subject.apply(migration);
			if (!this.subject.hasRollback(migration)) {
				return MigrationProof.of(migration, Outcome.NO_ROLLBACK, null);
			}
			SchemaSnapshot first = this.subject.snapshot();
			this.subject.undo(migration);
			return again(migration, before, first);
		}
		catch (MigrationException ex) {
			return MigrationProof.of(migration, Outcome.FAILED, ex.getMessage());
		}
	}

	private MigrationProof again(String migration, SchemaSnapshot before, SchemaSnapshot first) {
		SchemaDifference afterDown = SchemaDifference.between(before, this.subject.snapshot());
		this.subject.remove(afterDown.addedRoots());
		try {
			this.subject.apply(migration);
			SchemaDifference afterUpAgain = SchemaDifference.between(first, this.subject.snapshot());
			boolean proven = afterDown.isEmpty() && afterUpAgain.isEmpty();
			return new MigrationProof(migration, (proven) ? Outcome.PROVEN : Outcome.DIFFERS, afterDown, afterUpAgain,
					null);
		}
		catch (MigrationException ex) {
			return new MigrationProof(migration, (afterDown.isEmpty()) ? Outcome.FAILED : Outcome.DIFFERS, afterDown,
					SchemaDifference.NONE, "It cannot be applied again after its rollback.\n" + ex.getMessage());
		}
	}

}
