package dev.appmigrations.engine.operation;

import dev.appmigrations.engine.jdbc.KeptConnections;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.InvalidMigrationsException;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.proof.ProofListener;
import dev.appmigrations.engine.proof.ProofReport;
import dev.appmigrations.engine.proof.RollbackProof;
import dev.appmigrations.engine.run.RunContext;

/**
 * Proves on a scratch database that rollbacks undo what their migrations did: applies
 * each migration, undoes it, compares the catalogue, and applies it again.
 */
final class ProofOperation {

	private final RunContext context;

	private final ProofListener listener;

	/**
	 * Creates the operation.
	 * @param context what all runs share
	 * @param listener receives each migration's proof
	 */
	ProofOperation(RunContext context, ProofListener listener) {
		this.context = context;
		this.listener = listener;
	}

	/**
	 * Runs it.
	 * @return the report, also of what failed
	 * @throws InvalidMigrationsException if there is a problem; nothing was run
	 * @throws MigrationException with {@link ErrorCode#DATABASE_NOT_EMPTY} if the
	 * database has tables or a history; or if it cannot be used
	 */
	ProofReport run() {
		RunContext fixed = this.context.withFixedScripts();
		try (KeptConnections kept = fixed.sessions().keptConnections();
				ScratchDatabase database = ScratchDatabase.of(fixed.with(kept).onScratch(), fixed.sessions())) {
			return new RollbackProof(database, this.listener).run();
		}
	}

}
