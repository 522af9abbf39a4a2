package dev.appmigrations.sample.postgres;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a database URL that leads nowhere, in a start and in a command.
 */
final class UnusableDatabaseUrlFailureAnalyzer extends AbstractFailureAnalyzer<UnusableDatabaseUrlException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableDatabaseUrlException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Set " + cause.property()
						+ " in the form postgresql://USER:PASSWORD@HOST:5432/DATABASE, in the environment"
						+ " or in .env.local; or remove every URL from both to use the embedded server.",
				cause);
	}

}
