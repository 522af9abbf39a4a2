package dev.appmigrations.engine.adopt;

import java.time.DateTimeException;
import java.time.Instant;

import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * One record of another tool's table, as it was read.
 *
 * @param rows all that were read
 * @param number the number of this one, from 0
 */
record ForeignRecord(Rows rows, int number) {

	static final String APPLIED_AT = "applied_at_utc";

	/**
	 * Returns a value that may be missing. No file has a name with hidden characters, so
	 * that a visible text is as good for comparing.
	 * @param column the name of the column
	 * @return the visible text, {@code null} for NULL and for a column that does not
	 * exist
	 */
	public @Nullable String text(String column) {
		return VisibleText.lineOrNull(this.rows.value(this.number, column));
	}

	/**
	 * Returns a value.
	 * @param column the name of the column
	 * @return the text, empty for NULL and for a column that does not exist
	 */
	public String textOrEmpty(String column) {
		String text = text(column);
		return (text != null) ? text : "";
	}

	/**
	 * Tells whether a value is true.
	 * @param column the name of the column
	 * @return whether it is
	 */
	public boolean isTrue(String column) {
		return this.rows.isTrue(this.number, column);
	}

	/**
	 * Returns a whole number.
	 * @param column the name of the column
	 * @return the number, {@code null} if there is none
	 */
	public @Nullable Long wholeNumber(String column) {
		try {
			return Long.valueOf(textOrEmpty(column));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Returns the value of the tool's {@link ForeignTool#timeColumn()}.
	 * @return the time, {@code null} if there is none that Java has an instant for
	 */
	public @Nullable Instant appliedAt() {
		String text = text(APPLIED_AT);
		try {
			return (text != null) ? Instant.parse(text) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
