package dev.appmigrations.engine.safety.rule;

import java.util.function.Consumer;

/**
 * Recognises one hazard. One class, one hazard, one id. A rule does not judge how bad it
 * is: what is new, small or used by nobody is left to the severity.
 */
public interface Rule {

	/**
	 * Returns its id.
	 * @return lower case words with hyphens, unique
	 */
	String id();

	/**
	 * Returns the kind of harm.
	 * @return the harm
	 */
	Harm harm();

	/**
	 * Returns why it is harmful, and how it is recognised, for the rule's page.
	 * @return a few sentences
	 */
	String explanation();

	/**
	 * Returns the example that proves the rule.
	 * @return SQL that does harm, and SQL that does not
	 */
	Example example();

	/**
	 * Looks at a statement.
	 * @param site the statement, and what is known where it stands
	 * @param hazards receives what is recognised
	 */
	void check(StatementSite site, Consumer<Hazard> hazards);

}
