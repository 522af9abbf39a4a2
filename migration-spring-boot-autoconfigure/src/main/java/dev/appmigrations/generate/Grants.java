package dev.appmigrations.generate;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.GrantShape;

/**
 * The statements that give others the rights that they have on something else.
 */
final class Grants {

	private Grants() {
	}

	/**
	 * Returns a statement.
	 * @param grant the right
	 * @param columns the list of columns with a space in front, empty for the whole
	 * @param relation the name of the table or view as a statement has it
	 */
	static String statement(GrantShape grant, String columns, String relation) {
		String grantee = grant.grantee();
		return "GRANT " + grant.privilege() + ((columns.isEmpty()) ? "" : " " + columns) + " ON " + relation + " TO "
				+ ((grantee != null) ? QuotedIdentifier.of(grantee) : "PUBLIC")
				+ ((grant.grantable()) ? " WITH GRANT OPTION" : "");
	}

}
