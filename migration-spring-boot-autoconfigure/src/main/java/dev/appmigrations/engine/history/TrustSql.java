package dev.appmigrations.engine.history;

import org.jspecify.annotations.Nullable;

/**
 * Expressions that decide which roles are believed: the current role, the roles that it
 * may act as, superusers, and whoever has the privileges of the owner of the database.
 * The owner of the schema is one of them only where the options name that schema.
 */
final class TrustSql {

	// The role of the owner of the database has no member but that owner, and a superuser
	// has the privileges of every role. See PostgreSQL: pg_authid.dat and
	// has_privs_of_role in src/backend/utils/adt/acl.c.
	private static final String DATABASE_OWNER = "6171::pg_catalog.oid";

	// From 16 on, whoever creates a role is a member of it that can neither inherit from
	// it nor become it. Older servers do not have these columns, hence the JSON.
	private static final String USABLE = "(COALESCE(" + option("inherit_option") + ", true) OR COALESCE("
			+ option("set_option") + ", true))";

	// A role with the admin option on another can make anybody a member of it, whether
	// they want it or not; before 15 each role has that option on itself. So membership
	// counts by the grantor: a superuser, the owner of the database, an administrator of
	// roles, or the current role. See PostgreSQL: check_role_membership_authorization and
	// AddRoleMems in src/backend/commands/user.c.
	private static final String GRANTED_BY_FRIENDS = "(pg_catalog.pg_has_role(m.grantor, " + DATABASE_OWNER
			+ ", 'USAGE'::pg_catalog.text) OR EXISTS (SELECT FROM pg_catalog.pg_roles g"
			+ " WHERE g.oid OPERATOR(pg_catalog.=) m.grantor"
			+ " AND (g.rolcreaterole OR g.rolname OPERATOR(pg_catalog.=) CURRENT_USER)))";

	private TrustSql() {
	}

	private static String option(String column) {
		return "(pg_catalog.jsonb_extract_path_text(pg_catalog.to_jsonb(m), '" + column
				+ "'::pg_catalog.text) OPERATOR(pg_catalog.=) 'true')";
	}

	/**
	 * Decides without a query of its own, from what the server has at hand. Where it says
	 * no, {@link #reachable} may still say yes.
	 * @param role an expression for the oid of a role
	 * @param schema an expression for the oid of the schema whose owner is believed,
	 * {@code null} for none
	 * @return a condition
	 */
	static String atOnce(String role, @Nullable String schema) {
		// A superuser has the privileges of every role, but does not trust every role.
		return "(pg_catalog.pg_get_userbyid(" + role + ") OPERATOR(pg_catalog.=) CURRENT_USER"
				+ " OR (pg_catalog.current_setting('is_superuser'::pg_catalog.text) OPERATOR(pg_catalog.=)"
				+ " 'off'::pg_catalog.text AND pg_catalog.pg_has_role(" + role + ", 'USAGE'::pg_catalog.text)"
				+ " AND NOT EXISTS (SELECT FROM pg_catalog.pg_auth_members m WHERE NOT " + GRANTED_BY_FRIENDS + "))"
				+ orElsewhere(role, schema) + ")";
	}

	/**
	 * Decides thoroughly.
	 * @param role an expression for the oid of a role
	 * @param schema an expression for the oid of the schema whose owner is believed,
	 * {@code null} for none
	 * @return a condition, for a statement that begins with {@link #reach()}
	 */
	static String reachable(String role, @Nullable String schema) {
		return "(" + role + " OPERATOR(pg_catalog.=) ANY (SELECT t.oid FROM reach t)" + orElsewhere(role, schema) + ")";
	}

	private static String orElsewhere(String role, @Nullable String schema) {
		return " OR pg_catalog.pg_has_role(" + role + ", " + DATABASE_OWNER + ", 'USAGE'::pg_catalog.text)"
				+ ((schema != null) ? " OR " + role + " OPERATOR(pg_catalog.=)"
						+ " (SELECT t.nspowner FROM pg_catalog.pg_namespace t WHERE t.oid OPERATOR(pg_catalog.=) "
						+ schema + ")" : "");
	}

	/**
	 * Returns the part of a {@code WITH RECURSIVE} that finds the roles that the current
	 * one may act as.
	 * @return a query with its name, {@code reach}
	 */
	static String reach() {
		return "reach(oid) AS (SELECT r.oid FROM pg_catalog.pg_roles r"
				+ " WHERE r.rolname OPERATOR(pg_catalog.=) CURRENT_USER"
				+ " UNION SELECT m.roleid FROM reach p JOIN pg_catalog.pg_auth_members m"
				+ " ON m.member OPERATOR(pg_catalog.=) p.oid WHERE " + USABLE + " AND " + GRANTED_BY_FRIENDS + ")";
	}

}
