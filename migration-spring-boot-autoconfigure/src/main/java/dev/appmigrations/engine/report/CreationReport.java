package dev.appmigrations.engine.report;

import dev.appmigrations.engine.text.VisibleText;

/**
 * The outcome of an attempt to create a database.
 *
 * @param database the name of the database
 * @param created whether it was created; if not, it was there
 * @param marked whether it is marked as one for development
 */
public record CreationReport(String database, boolean created, boolean marked) {

	public CreationReport {
		database = VisibleText.line(database);
	}

}
