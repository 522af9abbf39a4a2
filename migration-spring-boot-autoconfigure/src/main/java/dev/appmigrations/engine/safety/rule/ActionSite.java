package dev.appmigrations.engine.safety.rule;

import dev.appmigrations.engine.ddl.AlterTable;
import dev.appmigrations.engine.ddl.TableAction;
import dev.appmigrations.engine.ddl.TextRange;
import dev.appmigrations.engine.safety.state.TableState;

/**
 * An {@code ALTER TABLE}, and what is known where it stands.
 *
 * @param statement the statement
 * @param alter the same, as what it is
 */
record ActionSite(StatementSite statement, AlterTable alter) {

	/** The table as it is before the statement. */
	TableState table() {
		return this.statement.table(this.alter.table());
	}

	/** The name of the table as the statement writes it. */
	String name() {
		return Names.sql(this.alter.table());
	}

	/** The beginning of each statement that does it otherwise. */
	String alterTable() {
		return "ALTER TABLE " + ((this.alter.only()) ? "ONLY " : "") + name() + " ";
	}

	/** A part of the statement, as it is written. */
	String text(TextRange range) {
		return this.statement.text().substring(range.start(), range.end());
	}

	boolean has(Class<? extends TableAction> kind) {
		return !this.alter.actions(kind).isEmpty();
	}

}
