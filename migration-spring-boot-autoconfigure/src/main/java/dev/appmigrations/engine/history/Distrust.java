package dev.appmigrations.engine.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.jdbc.Sql;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.text.VisibleText;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Setting;

/**
 * The text about tables that are not believed: what was found, why it matters, and the
 * statements that mend it.
 *
 * @param database the database
 * @param role the role that does not believe them
 * @param findings at least one
 */
record Distrust(String database, String role, List<Finding> findings) {

	/**
	 * Findings that are no danger where the owner is trusted, but show that the table is
	 * not ours.
	 */
	private static final Set<String> SHAPES = Set.of("kind", "inheritance", "required column", "missing columns");

	static Distrust of(Session session, List<Finding> findings) {
		Rows rows = session.query(List.of("SELECT pg_catalog.current_database() AS database, CURRENT_USER AS role"))
			.rows(0);
		return new Distrust(rows.required(0, "database"), rows.required(0, "role"), findings);
	}

	MigrationException exception() {
		List<String> descriptions = new ArrayList<>();
		Set<Message> remedies = new LinkedHashSet<>();
		for (Finding finding : this.findings) {
			descriptions.add("\n  " + VisibleText.line(describe(finding) + owner(finding)));
			remedies.addAll(remedies(finding));
		}
		boolean foreign = false;
		for (Finding finding : this.findings) {
			foreign |= finding.foreignTable() || !SHAPES.contains(finding.what());
		}
		String why = (foreign) ? ", because somebody else could run code as this role through them, or decide which"
				+ " migrations run:" : ":";
		return new MigrationException((foreign) ? ErrorCode.HISTORY_UNTRUSTED : ErrorCode.HISTORY_UNUSABLE,
				"Role " + Sql.visibleIdentifier(this.role) + " does not use these tables of database "
						+ Sql.visibleIdentifier(this.database) + why + String.join("", descriptions),
				lines(remedies), null);
	}

	private static Message lines(Set<Message> remedies) {
		Message text = Message.of("Nothing was run. Find out where this comes from first. Then choose:");
		for (Message remedy : remedies) {
			text = text.and("\n  ").and(remedy.map(VisibleText::line));
		}
		return text;
	}

	private static String table(Finding finding) {
		return Sql.visibleIdentifier(finding.schema()) + "." + Sql.visibleIdentifier(finding.table());
	}

	private static String owner(Finding finding) {
		boolean told = !finding.foreignTable() || finding.what().equals(Finding.OWNER) || finding.what().equals("kind");
		return (told) ? "" : " (its owner is role " + Sql.visibleIdentifier(finding.owner()) + ")";
	}

	private String describe(Finding finding) {
		String table = table(finding);
		String role = Sql.visibleIdentifier(this.role);
		return switch (finding.what()) {
			case "kind" ->
				table + " is " + finding.name() + ", so it is not a migration history table (its owner is role "
						+ Sql.visibleIdentifier(finding.owner()) + ")";
			case "temporary" -> table + " is a temporary table, which hides the real one in this session";
			case "inheritance" -> table + " is part of an inheritance: its rows are not its own";
			case "row security" -> table + " has row level security that applies to role " + role
					+ ", so that rows may be hidden from it, whatever its policies say now";
			case Finding.OWNER ->
				table + " belongs to role " + Sql.visibleIdentifier(finding.owner()) + ", which is neither " + role
						+ " nor a role that it may act as, nor a superuser, nor the owner of the database";
			case "required column" -> table + " is not a table of the migrations: its column " + finding.name()
					+ " must not be NULL, and the migrations do not know it";
			case "missing columns" -> table + " is not a table of the migrations: it has no " + finding.name();
			case Finding.SCHEMA -> "schema " + Sql.visibleIdentifier(finding.schema())
					+ ", where the tables would be created," + " belongs to role "
					+ Sql.visibleIdentifier(finding.owner()) + ", which could replace them at any time";
			default -> table + " has the " + finding.what()
					+ ((finding.name() != null) ? " " + Sql.visibleIdentifier(finding.name()) : "") + code(finding);
		};
	}

	private static String code(Finding finding) {
		if (finding.foreignTable()) {
			return (finding.function() != null) ? ", which runs " + finding.function() : "";
		}
		return ((finding.function() != null) ? ", which runs " + finding.function() + " of role "
				: ", which depends on something of role ") + Sql.visibleIdentifier(String.valueOf(finding.role()));
	}

	private List<Message> remedies(Finding finding) {
		String table = table(finding);
		String name = (finding.name() != null) ? Sql.visibleIdentifier(finding.name()) : "";
		String owner = Sql.visibleIdentifier(finding.owner());
		String role = Sql.visibleIdentifier(this.role);
		return switch (finding.what()) {
			case "kind", "inheritance", "missing columns",
					"required column" ->
				List.of(Message.of("Keep it, and set ")
					.and(Setting.TABLE)
					.and(", or ")
					.and(Setting.SCHEMA)
					.and(", to a name that is free; or, if nobody needs it, remove it."));
			case "temporary" -> List.of(Message.of("DROP TABLE " + table + "; in the session that created it, or set ")
				.and(Setting.SCHEMA)
				.and("."));
			case "row security" -> List.of(Message.of("ALTER TABLE " + table + " DISABLE ROW LEVEL SECURITY;"),
					Message.of("Or migrate as the owner of the table (unless it is forced for the owner, too), or as a"
							+ " role with BYPASSRLS. A policy that shows all rows is not enough."));
			case Finding.OWNER -> List.of(
					Message.of("If the table is not yours: DROP TABLE " + table + "; or set ")
						.and(Setting.SCHEMA)
						.and(" to a schema where only you create tables."),
					Message.of("If it is yours: ALTER TABLE " + table + " OWNER TO " + role
							+ "; or, if you trust its owner: GRANT " + owner + " TO " + role + "; or migrate as role "
							+ owner + "."),
					Message
						.of("If its owner owns schema " + Sql.visibleIdentifier(finding.schema())
								+ " as well and you trust it: ")
						.and(Setting.SCHEMA.to(VisibleText.line(finding.schema()))));
			case Finding.SCHEMA -> List.of(
					Message.of("If you trust that role: ").and(Setting.SCHEMA.to(VisibleText.line(finding.schema()))),
					Message.of("Otherwise set ")
						.and(Setting.SCHEMA)
						.and(" to another schema, or the search path of role " + role
								+ " so that it begins with one."));
			default -> List.of(Message.of(removal(finding, table, name) + trusting(finding)));
		};
	}

	private static String removal(Finding finding, String table, String name) {
		return switch (finding.what()) {
			case "trigger" -> "DROP TRIGGER " + name + " ON " + table + ";";
			case "rule" -> "DROP RULE " + name + " ON " + table + ";";
			case "policy" -> "DROP POLICY " + name + " ON " + table + ";";
			case "default" -> "ALTER TABLE " + table + " ALTER COLUMN " + name + " DROP DEFAULT;";
			case "generated column" -> "ALTER TABLE " + table + " DROP COLUMN " + name + ";";
			case "check" -> "ALTER TABLE " + table + " DROP CONSTRAINT " + name + ";";
			case "index" -> "DROP INDEX " + Sql.visibleIdentifier(finding.schema()) + "." + name + ";";
			case "statistics" -> "DROP STATISTICS " + Sql.visibleIdentifier(finding.schema()) + "." + name + ";";
			case "type" -> "ALTER TABLE " + table + " ALTER COLUMN " + name + " TYPE text;";
			default -> "DROP TABLE " + table + ";";
		};
	}

	private static String trusting(Finding finding) {
		return (finding.function() != null && !finding.foreignTable())
				? " Or, if you have read what it does: ALTER ROUTINE " + finding.function() + " OWNER TO "
						+ Sql.visibleIdentifier(finding.owner()) + ";"
				: "";
	}

}
