package dev.appmigrations.engine.migration;

import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * Facts about the database, read together with the history.
 *
 * @param product the product with its version, for example {@code PostgreSQL 18.4}
 * @param versionNumber the server's version as a number, for example 180004
 * @param database the name of the database
 * @param role the role of the session
 * @param schema the schema of the history table, present or to be created; {@code null}
 * where the search path names no schema that exists
 * @param readOnly whether writing transactions are refused
 * @param standby whether the server is a standby in recovery
 * @param pooled whether a pooler stands between, so that a session is not ours alone
 * @param backend the process id of the server's backend at that moment
 */
public record DatabaseFacts(String product, int versionNumber, String database, String role, @Nullable String schema,
		boolean readOnly, boolean standby, boolean pooled, int backend) {

	/**
	 * Returns the facts as they are for a history in another schema.
	 * @param other the schema
	 * @return new facts
	 */
	public DatabaseFacts in(String other) {
		return new DatabaseFacts(this.product, this.versionNumber, this.database, this.role, other, this.readOnly,
				this.standby, this.pooled, this.backend);
	}

	/**
	 * Returns the facts as people are shown them: nothing in the names is hidden.
	 * @return the same facts with visible names, which may not be those of the database
	 */
	public DatabaseFacts visible() {
		return new DatabaseFacts(VisibleText.line(this.product), this.versionNumber, VisibleText.line(this.database),
				VisibleText.line(this.role), VisibleText.lineOrNull(this.schema), this.readOnly, this.standby,
				this.pooled, this.backend);
	}

}
