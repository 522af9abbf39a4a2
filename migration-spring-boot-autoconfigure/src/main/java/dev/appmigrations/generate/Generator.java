package dev.appmigrations.generate;

import java.util.Set;

/**
 * Writes the migrations of one kind of change.
 */
public interface Generator {

	/**
	 * Returns its name.
	 * @return words with hyphens, such as {@code rename-column}
	 */
	String name();

	/**
	 * Returns what it has to be told.
	 * @return words for a usage line, such as {@code TABLE.COLUMN NEW_NAME}
	 */
	String parameters();

	/**
	 * Returns what it does.
	 * @return a sentence
	 */
	String description();

	/**
	 * Returns the options that it knows.
	 * @return their names, without hyphens in front
	 */
	Set<String> options();

	/**
	 * Writes the migrations.
	 * @param request what is to be changed
	 * @param catalogue what is there
	 * @return the migrations, in their order
	 * @throws RefusedChangeException if they would lose something, or something has to be
	 * said first
	 */
	GeneratedMigrations generate(ChangeRequest request, Catalogue catalogue);

}
