package dev.appmigrations.diagnostics;

import java.util.Objects;

import dev.appmigrations.autoconfigure.uri.InvalidPostgresUriException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a connection URI that cannot be used: correct the URI.
 */
final class InvalidPostgresUriFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPostgresUriException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidPostgresUriException cause) {
		return new FailureAnalysis(description(cause), action(cause), cause);
	}

	private static String description(InvalidPostgresUriException cause) {
		StringBuilder description = new StringBuilder("The PostgreSQL connection URI");
		if (cause.getProperty() != null) {
			description.append(" in '%s'".formatted(cause.getProperty()));
		}
		if (cause.getOrigin() != null) {
			description.append(" (from %s)".formatted(cause.getOrigin()));
		}
		return description.append(" cannot be used: %s. ".formatted(cause.getReason()))
			.append("The URI is not shown because it may hold a password.")
			.toString();
	}

	private static String action(InvalidPostgresUriException cause) {
		String property = Objects.requireNonNullElse(cause.getProperty(), "the property");
		StringBuilder action = new StringBuilder();
		if (cause.getRemedy() != null) {
			action.append(cause.getRemedy()).append("%n%n".formatted());
		}
		return action
			.append("Write %s in the form%n%n    postgresql://USER:PASSWORD@HOST:5432/DATABASE?sslmode=require%n%n"
				.formatted(property))
			.append("or in the form jdbc:postgresql://HOST:5432/DATABASE, with user and password in properties of "
					+ "their own.")
			.toString();
	}

}
