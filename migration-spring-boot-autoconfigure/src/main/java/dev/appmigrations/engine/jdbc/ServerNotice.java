package dev.appmigrations.engine.jdbc;

import java.sql.SQLWarning;

import dev.appmigrations.engine.text.VisibleText;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the server says beside the results of a statement: RAISE NOTICE and RAISE WARNING
 * of a script, and remarks of its own. All texts are visible.
 *
 * @param severity the server's word for it, in its language: NOTICE, WARNING, INFO, …
 * @param warning whether it is a warning
 * @param content the fields that it has in common with an error
 */
public record ServerNotice(String severity, boolean warning, DatabaseError content) {

	private static final String WARNING = "WARNING";

	/** See PostgreSQL's manual, appendix "PostgreSQL Error Codes". */
	private static final String WARNING_CLASS = "01";

	public ServerNotice {
		severity = VisibleText.line(severity);
	}

	/**
	 * Reads a warning of the driver.
	 * @param warning the warning
	 * @return its fields
	 */
	public static ServerNotice of(SQLWarning warning) {
		ServerErrorMessage server = (warning instanceof PSQLWarning driver) ? driver.getServerErrorMessage() : null;
		String severity = (server != null) ? server.getSeverity() : null;
		String state = warning.getSQLState();
		boolean serious = WARNING.equals(severity) || (state != null && state.startsWith(WARNING_CLASS));
		return new ServerNotice((severity != null) ? severity : ((serious) ? WARNING : "NOTICE"), serious,
				(server != null) ? DatabaseError.of(server) : DatabaseError.of(warning));
	}

}
