package dev.appmigrations.engine.sql;

import org.jspecify.annotations.Nullable;

/**
 * A line comment that says something to another migration tool.
 *
 * @param tool the tool
 * @param kind what it says
 * @param text the comment
 * @param position where the comment starts
 */
public record ForeignMarker(MarkingTool tool, Kind kind, String text, SourcePosition position) {

	/**
	 * Tells cheaply whether a line comment may be a directive or another tool's marker.
	 * @param buffer the characters
	 * @param start the first character of the comment
	 * @param end its end, exclusive
	 * @return {@code false} if it is certainly none
	 */
	public static boolean mayMatter(char[] buffer, int start, int end) {
		return LineComments.mayMatter(buffer, start, end);
	}

	/**
	 * Read a line comment.
	 * @param comment the text of the comment with its two dashes
	 * @param position where it starts
	 * @return the marker, or {@code null} if it is an ordinary comment
	 */
	public static @Nullable ForeignMarker of(String comment, SourcePosition position) {
		return ForeignMarkers.find(comment, position);
	}

	/**
	 * Return whether a statement before it ends there, with or without a semicolon.
	 * @return {@code true} for what divides a file that runs as it is
	 */
	public boolean endsStatement() {
		return this.tool.isUnderstood() && this.kind.endsStatement;
	}

	/**
	 * The meaning of a marker.
	 */
	public enum Kind {

		/** The following statements apply the change. */
		UP(true),

		/** The same, outside of a transaction. */
		UP_WITHOUT_TRANSACTION(true),

		/** The following statements undo it. */
		DOWN(true),

		/** The same, outside of a transaction. */
		DOWN_WITHOUT_TRANSACTION(true),

		/** The following lines are one statement. */
		STATEMENT_BEGIN(true),

		/** The statement ends. */
		STATEMENT_END(true),

		/** The file, or with tern the section, runs outside of a transaction. */
		NO_TRANSACTION(false),

		/** Nothing that makes a difference. */
		NOTHING(false),

		/** It is the tool's, and not understood. */
		UNKNOWN(false);

		private final boolean endsStatement;

		Kind(boolean endsStatement) {
			this.endsStatement = endsStatement;
		}

	}

}
