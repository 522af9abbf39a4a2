package dev.appmigrations.generate;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.ConstraintShape;
import dev.appmigrations.generate.Change.Draft;

/**
 * Constraints: the statements that add and drop them, and files with those that the
 * release that runs may violate.
 */
final class Constraints {

	private Constraints() {
	}

	/**
	 * Returns the statement that adds a constraint as it was.
	 * @param table the table that has it, as a statement has it
	 * @param constraint the constraint
	 */
	static String restored(String table, ConstraintShape constraint) {
		return "ALTER TABLE " + table + " ADD CONSTRAINT " + QuotedIdentifier.of(constraint.name()) + " "
				+ constraint.definition();
	}

	/**
	 * Returns the statement that adds a constraint for new rows only.
	 * @param table the table that gets it, as a statement has it
	 * @param name its name
	 * @param definition what stands behind the name
	 */
	static String notValid(String table, String name, String definition) {
		return "ALTER TABLE " + table + " ADD CONSTRAINT " + QuotedIdentifier.of(name) + " " + definition
				+ " NOT VALID";
	}

	/**
	 * Returns the statement that drops a constraint.
	 * @param table the table that has it, as a statement has it
	 * @param name the name of the constraint
	 */
	static String drop(String table, String name) {
		return "ALTER TABLE " + table + " DROP CONSTRAINT " + QuotedIdentifier.of(name);
	}

	/**
	 * Adds a file: a contract migration, unless the release that runs satisfies the
	 * constraint already.
	 */
	static long add(Change change, String description, String summary, FileText up, FileText down, boolean now,
			Long... requires) {
		if (now) {
			up.directive("allow-in-file", "constraint-before-drain the release that runs satisfies it");
			return change.add(Draft.expand(description, summary, up, down), requires);
		}
		return change.add(Draft.drained(description, summary, up, down), requires);
	}

}
