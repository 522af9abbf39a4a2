package dev.appmigrations.support;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.appmigrations.engine.sql.ExplicitSql;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Reads, behind each class of tests, everything that the server has logged meanwhile, and
 * fails the class if a statement of ours leaves anything to the search path.
 */
public final class ExplicitSqlExtension implements AfterAllCallback {

	@Override
	public void afterAll(ExtensionContext context) throws IOException {
		if (context.getRequiredTestClass().getEnclosingClass() != null) {
			return;
		}
		Set<String> violations = new LinkedHashSet<>();
		for (String message : TestDatabase.loggedMessages()) {
			for (String statement : ExplicitSql.own(message)) {
				ExplicitSql.violations(statement)
					.forEach((violation) -> violations.add(violation + "\n  " + shortened(statement)));
			}
		}
		if (!violations.isEmpty()) {
			throw new AssertionError("SQL of ours that the server has logged leaves to the search path:\n"
					+ String.join("\n", violations));
		}
	}

	private static String shortened(String statement) {
		return (statement.length() > 2000) ? statement.substring(0, 2000) + " ..." : statement;
	}

}
