package dev.appmigrations.engine.backfill;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;

/**
 * Why a table cannot be walked, and the statements that mend it.
 *
 * @param quoted the table as SQL, or as it is written if it is not known
 * @param partitioned whether it has partitions
 */
record RefusedTable(String quoted, boolean partitioned) {

	MigrationException because(String reason, String remedy) {
		return new MigrationException(ErrorCode.BACKFILL_REFUSED,
				"A backfill cannot walk the table " + this.quoted + ": " + reason, remedy, null);
	}

	MigrationException unknown() {
		return because("there is no such table.",
				"Name it in table= as in a statement, with its schema if the search path does not lead to it.");
	}

	MigrationException kind(String kind) {
		return because("it is a " + kind + ".", "Name the table whose rows the statements change.");
	}

	MigrationException temporary() {
		return because("it is temporary, and another session would not find it.",
				"Change its rows in an ordinary migration.");
	}

	MigrationException inherited() {
		return because(
				"other tables inherit from it, and no index has the keys of all of them, so that keys may repeat.",
				"Write a backfill for each of the tables, with ONLY in its statements, or change them in an ordinary"
						+ " migration.");
	}

	MigrationException withoutPrimaryKey() {
		return because("it has no primary key, and key= names no other.",
				"Name the columns of a unique index in key=, or add a key first, for a column that has no NULL:\n"
						+ createUnique("column_name") + "\nALTER TABLE " + this.quoted
						+ " ADD PRIMARY KEY USING INDEX …;");
	}

	MigrationException column(String column) {
		return because("it has no column " + column + ", which key= names.", "Correct key=.");
	}

	MigrationException twice(String column) {
		return because("key= names the column " + column + " twice.", "Name it once.");
	}

	MigrationException system(String column) {
		return because("the column " + column + " is the server's own, and changes whenever a row does.",
				"Name the columns of a unique index in key=, or leave it out for the primary key.");
	}

	MigrationException generated(String column) {
		return because("the column " + column + " is generated, so that a batch may change the key that it walks by.",
				"Name columns in key= that are not generated.");
	}

	MigrationException money(String column) {
		return because("the column " + column + " has the type money, whose text depends on the session that reads it.",
				"Name columns of another type in key=.");
	}

	MigrationException nullable(String column) {
		return because("the column " + column + " may be NULL, and rows without a key would not be found.",
				"Make it NOT NULL first, in a migration that this one requires:\nALTER TABLE " + this.quoted
						+ " ADD CONSTRAINT key_not_null CHECK (" + column + " IS NOT NULL) NOT VALID;\nALTER TABLE "
						+ this.quoted + " VALIDATE CONSTRAINT key_not_null;\nALTER TABLE " + this.quoted
						+ " ALTER COLUMN " + column + " SET NOT NULL;\nALTER TABLE " + this.quoted
						+ " DROP CONSTRAINT key_not_null;");
	}

	MigrationException unproven(String column, String constraint) {
		return because(
				"the column " + column + " is NOT NULL, but its constraint is NOT VALID: rows without a key may be"
						+ " there, and would not be found.",
				"Validate it first, in a migration that this one requires:\nALTER TABLE " + this.quoted
						+ " VALIDATE CONSTRAINT " + constraint + ";");
	}

	MigrationException withoutIndex(String columns) {
		return because(
				"no unique index has exactly the columns of the key (" + columns + "), in this order"
						+ ((this.partitioned) ? ", on the partitioned table itself." : "."),
				"Create one first, in a migration that this one requires, or name the columns of another in key=:\n"
						+ createUnique(columns));
	}

	MigrationException otherOrder(String columns, String index, String right) {
		return because(
				"the unique index " + index + " has the columns of the key in another order than (" + columns + ").",
				"Write key=" + right + ".");
	}

	MigrationException unfit(String columns, String index, String defect) {
		return because("its unique index " + index + " " + defect + ".",
				"Create another one first, in a migration that this one requires:\n" + createUnique(columns));
	}

	MigrationException partial(String columns, String index) {
		return because("its unique index " + index + " has only some of the rows.",
				"Create one with all rows first, in a migration that this one requires:\n" + createUnique(columns)
						+ "\nOr walk those rows only, with the condition of the index in where=.");
	}

	MigrationException condition(String columns, String condition) {
		String create = "INDEX " + ((this.partitioned) ? "" : "CONCURRENTLY ") + "ON " + this.quoted + " (" + columns
				+ ") WHERE " + condition + ";";
		return because(
				"no index has the condition of where=, so that finding the next rows would mean reading those"
						+ " between them.",
				"Create one first, in a migration that this one requires, or leave where= out:" + "\nCREATE " + create);
	}

	MigrationException conditionError(String condition, DatabaseError error) {
		return because("the server refuses the condition " + condition + " of where=.\n" + error.text(),
				"Correct the condition. It is one expression about the columns of the table.");
	}

	/** An index of a partitioned table cannot be built concurrently. */
	private String createUnique(String columns) {
		if (!this.partitioned) {
			return "CREATE UNIQUE INDEX CONCURRENTLY ON " + this.quoted + " (" + columns + ");";
		}
		return "CREATE UNIQUE INDEX key_of_all ON ONLY " + this.quoted + " (" + columns
				+ ");\nThen, for each partition:\nCREATE UNIQUE INDEX CONCURRENTLY key_of_one ON … (" + columns
				+ ");\nALTER INDEX key_of_all ATTACH PARTITION key_of_one;";
	}

}
