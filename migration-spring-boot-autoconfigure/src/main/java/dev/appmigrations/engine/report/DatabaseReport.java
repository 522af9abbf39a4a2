package dev.appmigrations.engine.report;

import dev.appmigrations.engine.migration.DatabaseFacts;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * A database, as everybody who looks is shown it: {@code status}, {@code ping} and the
 * endpoint.
 *
 * @param name the name of the database
 * @param product the product, {@code PostgreSQL}
 * @param version the version of the product, for example {@code 18.4}
 * @param role the role that statements run as
 * @param schema the schema of the history table, present or to be created; {@code null}
 * where the search path names no schema that exists
 * @param table the name of the history table, without its schema, whether it is there or
 * not
 * @param readOnly whether writing transactions are refused
 * @param standby whether the server is a standby in recovery
 * @param pooled whether a pooler stands between, so that a session is not ours alone
 */
public record DatabaseReport(String name, String product, String version, String role, @Nullable String schema,
		String table, boolean readOnly, boolean standby, boolean pooled) {

	public DatabaseReport {
		name = VisibleText.line(name);
		product = VisibleText.line(product);
		version = VisibleText.line(version);
		role = VisibleText.line(role);
		schema = VisibleText.lineOrNull(schema);
		table = VisibleText.line(table);
	}

	/**
	 * Creates a report.
	 * @param facts about the database
	 * @param table the name of the history table, without its schema
	 * @return the report
	 */
	public static DatabaseReport of(DatabaseFacts facts, String table) {
		int space = facts.product().lastIndexOf(' ');
		return new DatabaseReport(facts.database(), facts.product().substring(0, Math.max(space, 0)),
				facts.product().substring(space + 1), facts.role(), facts.schema(), table, facts.readOnly(),
				facts.standby(), facts.pooled());
	}

	/**
	 * Returns the product with its version.
	 * @return for example {@code PostgreSQL 18.4}
	 */
	public String productAndVersion() {
		return this.product + " " + this.version;
	}

}
