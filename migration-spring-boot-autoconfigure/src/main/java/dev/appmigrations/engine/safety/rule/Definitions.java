package dev.appmigrations.engine.safety.rule;

import dev.appmigrations.engine.ddl.ConstraintAttributes;

/**
 * The definition of a constraint as it is written.
 */
final class Definitions {

	private Definitions() {
	}

	/** Without {@code CONSTRAINT} and the name. */
	static String withoutName(ConstraintAttributes attributes, ActionSite site) {
		String text = site.text(attributes.range()).strip();
		if (attributes.name() == null || !text.regionMatches(true, 0, "constraint", 0, "constraint".length())) {
			return text;
		}
		String behind = text.substring("constraint".length()).stripLeading();
		int end = 1;
		if (behind.startsWith("\"")) {
			while (end < behind.length() && (behind.charAt(end) != '"' || behind.startsWith("\"\"", end))) {
				end += (behind.charAt(end) == '"') ? 2 : 1;
			}
			end++;
		}
		else {
			while (end < behind.length() && Character.isJavaIdentifierPart(behind.charAt(end))) {
				end++;
			}
		}
		return behind.substring(Math.min(end, behind.length())).strip();
	}

}
