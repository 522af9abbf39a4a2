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
	 * All is done for the single versioned migrations, and the chain of their rollbacks
	 * is proven.
	 * @param links how many migrations it has, at least 2
	 */
	default void chainStarted(int links) {
	}

	/**
	 * It is known how a migration fares. Also called for one that did not run, and for
	 * the chain.
	 * @param proof what was shown
	 */
	default void proofEnded(MigrationProof proof) {
	}

}
