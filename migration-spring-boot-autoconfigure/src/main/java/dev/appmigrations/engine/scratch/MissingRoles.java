package dev.appmigrations.engine.scratch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.execute.StatementFailedException;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.jdbc.SqlState;
import dev.appmigrations.engine.run.SessionOpener;

/**
 * Makes roles that scripts grant to or set, and that a server which was started a moment
 * ago cannot have: nobody creates the roles of production in a migration.
 */
public final class MissingRoles {

	/** Such a server speaks English. */
	private static final Pattern MISSING = Pattern.compile("role \"((?:[^\"]|\"\")+)\" does not exist");

	private final SessionOpener sessions;

	private final boolean allowed;

	private final List<String> made = new ArrayList<>();

	/**
	 * Creates it.
	 * @param sessions opens sessions on the scratch database
	 * @param server its server, on which roles are made only if this process has started
	 * it
	 */
	public MissingRoles(SessionOpener sessions, ScratchServer server) {
		this.sessions = sessions;
		this.allowed = server.server().startedHere();
	}

	/**
	 * Makes the role for want of which a statement has failed.
	 * @param failure the failure
	 * @return whether it was made, so that the migration can run again
	 */
	public boolean make(StatementFailedException failure) {
		Matcher missing = MISSING.matcher(failure.description());
		if (!this.allowed || !SqlState.UNDEFINED_OBJECT.code().equals(failure.sqlState()) || !missing.find()) {
			return false;
		}
		String role = missing.group(1);
		if (this.made.contains(role)) {
			return false;
		}
		try (Session session = this.sessions.openNow()) {
			DatabaseError error = session.query(List.of("CREATE ROLE " + Sql.identifier(role))).error();
			if (error == null) {
				this.made.add(role);
			}
			return error == null;
		}
	}

	/**
	 * Says which roles were made.
	 * @return a sentence for each
	 */
	public List<String> limits() {
		return this.made.stream()
			.map((role) -> "The scratch server had no role " + role + ": it was made, without any right.")
			.toList();
	}

}
