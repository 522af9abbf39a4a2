package dev.appmigrations.engine.proof;

/**
 * Is told how a proof goes on, in the thread that proves.
 */
public interface ProofListener {

	/**
	 * The turn of a migration has come.
	 * @param migration its name
	 * @param number its number, from 1
	 * @param total how many there are
	 */
	default void proofStarted(String migration, int number, int total) {
	}

	/**
	 * It is known how a migration fares. Also called for one that did not run.
	 * @param proof what was shown
	 */
	default void proofEnded(MigrationProof proof) {
	}

}
