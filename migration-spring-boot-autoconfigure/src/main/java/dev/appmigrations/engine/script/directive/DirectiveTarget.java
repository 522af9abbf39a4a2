package dev.appmigrations.engine.script.directive;

import dev.appmigrations.engine.sql.Directive;

/**
 * Receives what the directives of one script say: that of the whole script in its header,
 * and the beginnings of its sections as they come.
 */
public interface DirectiveTarget {

	/**
	 * Returns where the script's header is collected.
	 * @return the builder, the same for all directives of the script
	 */
	HeaderBuilder header();

	/**
	 * Starts a section of the script.
	 * @param marker the directive {@code up} or {@code down}
	 * @param transactional whether the section's statements share a transaction as far as
	 * they can
	 */
	void section(Directive marker, boolean transactional);

	/**
	 * Says that a section of the script has no statements, and is meant so.
	 * @param marker the directive {@code up} or {@code down}
	 * @param reason why it has none
	 */
	void emptySection(Directive marker, String reason);

	/**
	 * Says that the migration cannot be undone.
	 * @param directive the directive, whose value is the reason
	 */
	void irreversible(Directive directive);

}
