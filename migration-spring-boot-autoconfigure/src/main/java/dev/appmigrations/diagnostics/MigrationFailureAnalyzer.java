package dev.appmigrations.diagnostics;

import dev.appmigrations.autoconfigure.wording.PropertyWording;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.wording.Wording;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains migrations that failed or could not run, in the words of properties and
 * commands.
 */
final class MigrationFailureAnalyzer extends AbstractFailureAnalyzer<MigrationException> {

	private final Wording wording = new PropertyWording();

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MigrationException cause) {
		return new FailureAnalysis(cause.description(this.wording), cause.action(this.wording), cause);
	}

}
