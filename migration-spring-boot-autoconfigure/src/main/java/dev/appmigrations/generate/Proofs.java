package dev.appmigrations.generate;

import java.util.List;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.TableShape;

/**
 * The statements that add constraints without keeping anybody waiting: first for new rows
 * only, then the proof for the others. Each is a transaction of its own, because the
 * proof reads the whole table.
 */
final class Proofs {

	/** The first version whose NOT NULL constraints may be NOT VALID. */
	private static final int NOT_VALID_NOT_NULL = 18;

	private Proofs() {
	}

	/**
	 * Adds a constraint that can be NOT VALID.
	 * @param table the table as a statement has it
	 * @param name the name of the constraint
	 * @param definition what stands behind the name
	 * @param file the file
	 */
	static void constraint(String table, String name, String definition, FileText file) {
		file.unit(Constraints.notValid(table, name, definition));
		validate(table, name, file);
	}

	static void validate(String table, String name, FileText file) {
		file.unit("ALTER TABLE " + table + " VALIDATE CONSTRAINT " + QuotedIdentifier.of(name));
	}

	/**
	 * Makes a column NOT NULL. Up to version 17 a check that is valid spares the server
	 * from reading the table under an exclusive lock; it has to be dropped in a statement
	 * of its own, because a statement that does both reads the table.
	 * @param table the table
	 * @param column the name of the column
	 * @param oldestServer the oldest major version that the file has to run on
	 * @param names makes the name of the constraint
	 * @param file the file
	 */
	static void notNull(TableShape table, String column, int oldestServer, Names names, FileText file) {
		String quoted = QuotedIdentifier.of(column);
		String alter = "ALTER TABLE " + table.sql();
		if (oldestServer >= NOT_VALID_NOT_NULL) {
			constraint(table.sql(), names.make(table.name().name(), column, "not_null"), "NOT NULL " + quoted, file);
			return;
		}
		String proof = names.make(table.name().name(), column, "nn");
		constraint(table.sql(), proof, "CHECK (" + quoted + " IS NOT NULL)", file);
		file.unit(List.of(alter + " ALTER COLUMN " + quoted + " SET NOT NULL",
				alter + " DROP CONSTRAINT " + QuotedIdentifier.of(proof)));
	}

	/** Adds what undoes {@link #notNull}. */
	static void nullable(TableShape table, String column, FileText file) {
		file.unit("ALTER TABLE " + table.sql() + " ALTER COLUMN " + QuotedIdentifier.of(column) + " DROP NOT NULL");
	}

}
