package dev.appmigrations.generate;

import dev.appmigrations.generate.Change.Draft;

/**
 * Files with constraints that the release that runs may violate.
 */
final class Constraints {

	private Constraints() {
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
