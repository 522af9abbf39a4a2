package dev.appmigrations.engine.adopt.folder;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.sql.Utf8;

/**
 * The markers that another tool reads in the comments of a file.
 *
 * @param changeSets Liquibase's change sets, as {@code author:id}; may be changed
 * @param logicalPaths the paths that Liquibase records instead of the file's own
 */
public record ScriptMarkers(Set<String> changeSets, Set<String> logicalPaths) {

	static final Pattern GOOSE = Pattern.compile("\\s*--\\s*\\+goose\\s+(.*?)\\s*", Pattern.CASE_INSENSITIVE);

	/** As Liquibase reads it: an author may have spaces. */
	static final Pattern CHANGE_SET = Pattern
		.compile("\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^:]+):\\s*(\"[^\"]+\"|\\S+)(.*)", Pattern.CASE_INSENSITIVE);

	private static final Pattern LOGICAL_PATH = Pattern.compile("\\s*--.*\\blogicalFilePath:\\s*(\\S+).*",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Reads a file.
	 * @param migration the migration
	 * @return what its comments say
	 * @throws MigrationException if it cannot be read
	 */
	public static ScriptMarkers of(Migration migration) {
		Set<String> changeSets = new LinkedHashSet<>();
		Set<String> logicalPaths = new LinkedHashSet<>();
		Script script = migration.script();
		if (script != null) {
			try (BufferedReader reader = new BufferedReader(Utf8.reader(script.open()))) {
				for (String line = reader.readLine(); line != null; line = reader.readLine()) {
					Matcher changeSet = CHANGE_SET.matcher(line);
					if (changeSet.matches()) {
						changeSets.add(changeSet(changeSet));
					}
					Matcher logicalPath = LOGICAL_PATH.matcher(line);
					if (logicalPath.matches()) {
						logicalPaths.add(logicalPath.group(1).replace("\"", ""));
					}
				}
			}
			catch (IOException ex) {
				throw new MigrationException(ErrorCode.SCRIPT_UNREADABLE,
						migration.location() + " cannot be read: " + ex.getMessage(),
						"Make it readable for the user that runs the application.", ex);
			}
		}
		return new ScriptMarkers(changeSets, logicalPaths);
	}

	private static String changeSet(Matcher matcher) {
		return (matcher.group(1) + ":" + matcher.group(2)).replace("\"", "");
	}

}
