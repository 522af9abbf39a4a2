package dev.appmigrations.engine.script.directive;

import dev.appmigrations.engine.sql.Directive;

/**
 * Understands the directives with one key. A new directive is a parser, a line in
 * {@link Directives} and a row of the table in {@code docs/scripts.md}.
 */
interface DirectiveParser {

	/**
	 * Returns the key.
	 * @return the word behind {@code migrate:}, in lower case
	 */
	String key();

	/**
	 * Returns whether the directive may stand behind statements too.
	 * @return {@code false} if it must stand before the first statement
	 */
	default boolean standsAnywhere() {
		return false;
	}

	/**
	 * Reads a directive, and passes on what it says.
	 * @param directive a directive with this key
	 * @param target receives what it says
	 * @throws InvalidDirectiveException if the value is not understood
	 */
	void parse(Directive directive, DirectiveTarget target);

}
