package dev.appmigrations.engine.safety.rule;

import java.util.List;

import dev.appmigrations.engine.ddl.Constraint;
import dev.appmigrations.engine.ddl.TableAction;

/**
 * Safe forms that several rules offer. Each statement is a transaction of its own, unless
 * {@code BEGIN} and {@code COMMIT} stand around it.
 */
final class Recipes {

	private Recipes() {
	}

	/** A constraint that is validated while the table is in use. */
	static String notValid(ActionSite site, String constraint, String definition) {
		return "BEGIN;\n" + site.alterTable() + "ADD CONSTRAINT " + constraint + " " + definition
				+ " NOT VALID;\nCOMMIT;\n" + validate(site, constraint);
	}

	static String validate(ActionSite site, String constraint) {
		return "BEGIN;\n" + site.alterTable() + "VALIDATE CONSTRAINT " + constraint + ";\nCOMMIT;";
	}

	/** NOT NULL without a scan that keeps others out. */
	static String notNull(ActionSite site, String column) {
		String constraint = Names.join(site.table().name().name(), column, "not_null");
		if (site.statement().isAtLeast(18)) {
			return notValid(site, constraint, "NOT NULL " + Names.sql(column));
		}
		return notValid(site, constraint, "CHECK (" + Names.sql(column) + " IS NOT NULL)") + "\nBEGIN;\n"
				+ site.alterTable() + "ALTER COLUMN " + Names.sql(column) + " SET NOT NULL;\n" + site.alterTable()
				+ "DROP CONSTRAINT " + constraint + ";\nCOMMIT;";
	}

	/**
	 * A unique constraint or a primary key, whose index is built while the table is in
	 * use.
	 */
	static String uniqueUsingIndex(ActionSite site, String constraint, boolean primary, List<String> columns,
			Constraint.Unique unique) {
		String include = (unique.included().isEmpty()) ? "" : " INCLUDE (" + Names.list(unique.included()) + ")";
		return "CREATE UNIQUE INDEX CONCURRENTLY "
				+ constraint + " ON " + site.name() + " (" + Names
					.list(columns)
				+ ")" + include + ((unique.nullsNotDistinct()) ? " NULLS NOT DISTINCT" : "") + ";\n" + site.alterTable()
				+ "ADD CONSTRAINT " + constraint + ((primary) ? " PRIMARY KEY" : " UNIQUE") + " USING INDEX "
				+ constraint + ((unique.attributes().initiallyDeferred()) ? " DEFERRABLE INITIALLY DEFERRED"
						: (unique.attributes().deferrable()) ? " DEFERRABLE" : "")
				+ ";";
	}

	/** A new column that takes the place of one whose type changes. */
	static String shadowColumn(ActionSite site, TableAction.SetType action) {
		String shadow = Names.join(action.column(), "new");
		return site.alterTable() + "ADD COLUMN " + shadow + " " + site.text(action.type().range())
				+ ";\n-- keep it in step with " + Names.sql(action.column())
				+ " by a trigger, fill the rows that are there in batches,\n-- and let it take the place of "
				+ Names.sql(action.column()) + " when the older release is gone";
	}

}
