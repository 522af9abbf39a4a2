package dev.appmigrations.diagnostics;

import dev.appmigrations.autoconfigure.MigrationSetupException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains beans that do not let the migrations run: change beans or properties.
 */
final class MigrationSetupFailureAnalyzer extends AbstractFailureAnalyzer<MigrationSetupException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MigrationSetupException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
