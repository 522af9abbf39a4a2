package dev.appmigrations.engine.proof;

import java.util.List;

/**
 * Rollbacks were to be proven and were not. It fails a test as a wrong assertion does,
 * and its message lists everything that was found.
 */
public final class UnprovenRollbackError extends AssertionError {

	private static final long serialVersionUID = 1L;

	private final transient ProofReport report;

	UnprovenRollbackError(ProofReport report, List<MigrationProof> unproven) {
		super(message(report, unproven));
		this.report = report;
	}

	private static String message(ProofReport report, List<MigrationProof> unproven) {
		StringBuilder message = new StringBuilder().append(unproven.size())
			.append(" of ")
			.append(report.migrations().size())
			.append((report.migrations().size() == 1) ? " migration has" : " migrations have")
			.append(" no proven rollback:");
		unproven.forEach((proof) -> message.append("\n\n").append(proof.text()));
		return message.toString();
	}

	/**
	 * Returns what was found, of all migrations.
	 * @return the report
	 */
	public ProofReport report() {
		return this.report;
	}

}
