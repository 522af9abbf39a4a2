package dev.appmigrations.generate;

import dev.appmigrations.engine.ddl.QuotedIdentifier;
import dev.appmigrations.engine.shape.ColumnShape;
import dev.appmigrations.engine.shape.TableShape;
import org.jspecify.annotations.Nullable;

/**
 * A column and the one that takes its place.
 *
 * @param table the table
 * @param old the column
 * @param name the name of the new column
 * @param type the type of the new column
 * @param equalImage whether equal values of the new type look the same, too
 * @param using what makes a new value of an old one, with {@code %s} for the old one
 * @param back what makes an old value of a new one, with {@code %s} for the new one
 */
record ReplacedColumn(TableShape table, ColumnShape old, String name, String type, boolean equalImage, String using,
		String back) {

	private static final String VALUE = "%s";

	/** Makes one of the same type. */
	static ReplacedColumn renamed(TableShape table, ColumnShape old, String name) {
		return new ReplacedColumn(table, old, name, old.type(), old.traits().equalImage(), VALUE, VALUE);
	}

	/** Whether values stay as they are. */
	boolean sameType() {
		return this.using.equals(VALUE) && this.back.equals(VALUE);
	}

	/** Returns the new column's name as a statement has it. */
	String sql() {
		return QuotedIdentifier.of(this.name);
	}

	/** Writes a new value for an old one. */
	String fill(String value) {
		return this.using.replace(VALUE, value);
	}

	/** Writes an old value for a new one. */
	String restore(String value) {
		return this.back.replace(VALUE, value);
	}

	/** Writes the condition that two values of the old column differ. */
	String oldDiffers(String left, String right) {
		return differs(left, right, this.old.traits().equalImage());
	}

	/** Writes the condition that two values of the new column differ. */
	String newDiffers(String left, String right) {
		return differs(left, right, this.equalImage);
	}

	/**
	 * Values that are equal need not be the same: {@code 1.0} and {@code 1.00}, or what a
	 * collation treats alike.
	 */
	private static String differs(String left, String right, boolean equalImage) {
		return (equalImage) ? left + " IS DISTINCT FROM " + right
				: "pg_catalog.record_image_ne(ROW(" + left + "), ROW(" + right + "))";
	}

	/** Writes the condition that a row is not filled, or differs. */
	String unsynchronized() {
		String filled = newDiffers(sql(), fill(this.old.sql()));
		return (sameType()) ? filled : filled + "\n    OR " + oldDiffers(this.old.sql(), restore(sql()));
	}

	/** Returns the clause of the column's collation, with a space in front. */
	String collation() {
		@Nullable String collation = this.old.collation();
		return (collation != null && sameType()) ? " COLLATE " + collation : "";
	}

}
