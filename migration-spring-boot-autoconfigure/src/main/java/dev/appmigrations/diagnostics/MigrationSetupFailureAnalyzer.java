package dev.appmigrations.diagnostics;

import dev.appmigrations.autoconfigure.MigrationSetupException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains beans and properties that do not let the migrations run: change them. It comes
 * before Spring Boot's analyzer of the binding in which a property was found.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class MigrationSetupFailureAnalyzer extends AbstractFailureAnalyzer<MigrationSetupException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MigrationSetupException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
