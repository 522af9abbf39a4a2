package dev.appmigrations.engine.script;

import dev.appmigrations.engine.sql.ForeignMarker;
import dev.appmigrations.engine.sql.ForeignMarker.Kind;
import dev.appmigrations.engine.sql.MarkingTool;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.wording.Call;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Follows the markers of other tools through one script. Those of goose, sql-migrate and
 * tern divide it as these tools would, or are refused where they would not take them.
 * Those of any other tool are refused as soon as a statement would run in a direction
 * that is not the marker's.
 */
final class ForeignSections {

	private static final String OWN = " If it is only a comment, write '-- migrate:sections own' before it: then nothing"
			+ " but '-- migrate:up' and '-- migrate:down' divides the file.";

	private static final int LONGEST = 60;

	/** The tool whose sections the file has. */
	private @Nullable MarkingTool tool;

	/** Begins a statement that has not ended. */
	private @Nullable ForeignMarker statement;

	/** The following statements would run in the wrong direction. */
	private @Nullable ForeignMarker suspect;

	private @Nullable ForeignMarker first;

	private boolean own;

	private boolean upMarked;

	private boolean downMarked;

	/**
	 * A section of our own starts.
	 * @param position where
	 * @throws UnusableScriptException if the file has sections of another tool
	 */
	void ownSection(SourcePosition position) {
		this.suspect = null;
		this.own = true;
		if (this.first != null) {
			throw mixed(this.first);
		}
	}

	/**
	 * Takes a marker.
	 * @param marker the marker
	 * @param goingDown whether what stands around it undoes the migration
	 * @param place where it stands
	 * @return what it means for the file; {@link Kind#NOTHING} for what is not of a tool
	 * whose files run
	 * @throws UnusableScriptException if it is not understood
	 */
	Kind accept(ForeignMarker marker, boolean goingDown, Place place) {
		if (!marker.tool().isUnderstood()) {
			suspect(marker, goingDown, place);
			return Kind.NOTHING;
		}
		if (place.behindStatement()) {
			throw refused(marker,
					"stands behind a statement in its line, where " + marker.tool().title() + " does not see it",
					"Write it into a line of its own.");
		}
		if (marker.kind() == Kind.UNKNOWN) {
			throw refused(marker,
					"is not understood: it says something to " + marker.tool().title()
							+ " that has no counterpart here, or is not as " + marker.tool().title() + " reads it",
					remedy(marker));
		}
		if (this.own || (this.tool != null && this.tool != marker.tool())) {
			throw mixed(marker);
		}
		this.tool = marker.tool();
		this.first = (this.first != null) ? this.first : marker;
		return switch (marker.kind()) {
			case UP, UP_WITHOUT_TRANSACTION -> up(marker);
			case DOWN, DOWN_WITHOUT_TRANSACTION -> down(marker);
			case STATEMENT_BEGIN -> begin(marker);
			case STATEMENT_END -> end(marker);
			default -> marker.kind();
		};
	}

	private Kind up(ForeignMarker marker) {
		requireClosed(marker);
		if (this.upMarked || (this.downMarked && this.tool == MarkingTool.GOOSE)) {
			throw refused(marker, "is a second section 'Up', or stands behind 'Down'", "Join the sections.");
		}
		this.upMarked = true;
		return marker.kind();
	}

	private Kind down(ForeignMarker marker) {
		requireClosed(marker);
		if (this.tool == MarkingTool.TERN && this.downMarked) {
			// It divides at the first one.
			return Kind.NOTHING;
		}
		if (this.downMarked || (!this.upMarked && this.tool == MarkingTool.GOOSE)) {
			throw refused(marker, (this.downMarked) ? "is a second section 'Down'" : "stands before the section 'Up'",
					"Write one section 'Up', then one section 'Down'.");
		}
		this.downMarked = true;
		return marker.kind();
	}

	private Kind begin(ForeignMarker marker) {
		requireClosed(marker);
		if (!this.upMarked && !this.downMarked) {
			throw refused(marker, "stands before the first section", "Begin the file with the section 'Up'.");
		}
		this.statement = marker;
		return marker.kind();
	}

	private Kind end(ForeignMarker marker) {
		if (this.statement == null) {
			throw refused(marker, "ends a statement that has no 'StatementBegin'",
					"Add the beginning, or remove this.");
		}
		this.statement = null;
		return marker.kind();
	}

	private void requireClosed(ForeignMarker marker) {
		if (this.statement != null) {
			throw refused(marker, "stands inside the statement that begins in line " + this.statement.position().line(),
					"End that statement with 'StatementEnd' first.");
		}
	}

	private void suspect(ForeignMarker marker, boolean goingDown, Place place) {
		boolean wholeWord = marker.tool() == MarkingTool.OTHER || marker.tool() == MarkingTool.MOJO
				|| marker.tool() == MarkingTool.SHMIG || marker.tool() == MarkingTool.AERICH;
		if (marker.tool() == MarkingTool.PLAY && place.behindStatement()) {
			// # --- !Ups: the sign before it is no SQL.
			this.suspect = marker;
		}
		else if (!place.behindStatement() && !(wholeWord && place.insideStatement())) {
			this.suspect = ((marker.kind() == Kind.DOWN) != goingDown) ? marker : null;
		}
	}

	/** Tells whether the next statement may not run. */
	boolean refusesStatements() {
		return this.suspect != null;
	}

	/**
	 * A statement comes.
	 * @throws UnusableScriptException if it would run in the wrong direction
	 */
	void requireDirection() {
		ForeignMarker marker = this.suspect;
		if (marker != null) {
			boolean down = marker.kind() == Kind.DOWN;
			throw refused(marker,
					((down) ? "starts what undoes the migration" : "starts what applies the migration") + ", as "
							+ marker.tool().title() + " has it: taken for a comment, what follows would run "
							+ ((down) ? "with it" : "when it is undone"),
					remedy(marker));
		}
	}

	/**
	 * The file ends.
	 * @throws UnusableScriptException if something has no end, or there is no section
	 */
	void finish() {
		if (this.statement != null) {
			throw refused(this.statement, "begins a statement that has no 'StatementEnd'", "Add the end.");
		}
		if (this.first != null && this.tool != MarkingTool.TERN && !this.upMarked
				&& !(this.downMarked && this.tool == MarkingTool.SQL_MIGRATE)) {
			throw refused(this.first, "stands in a file without a section 'Up'", "Begin the file with it.");
		}
	}

	/** Tells whether the file has sections of a tool that evaluates templates. */
	boolean hasTemplates() {
		return this.tool == MarkingTool.TERN;
	}

	private static Message remedy(ForeignMarker marker) {
		Message divide = Message
			.of("Divide the file with '-- migrate:up' and '-- migrate:down', or move what undoes the migration into a"
					+ " file of its own (.down.sql).");
		String rewriter = marker.tool().rewriter();
		return (rewriter.isEmpty()) ? divide
				: divide.and(" Or write the whole folder anew with ")
					.and(new Call(Operation.ADOPT_RENAME, rewriter))
					.and(".");
	}

	private static UnusableScriptException mixed(ForeignMarker marker) {
		return refused(marker, "is of " + marker.tool().title() + ", and the file has sections of another tool or our"
				+ " own as well", "Keep those of one.");
	}

	private static UnusableScriptException refused(ForeignMarker marker, String problem, String remedy) {
		return refused(marker, problem, Message.of(remedy));
	}

	private static UnusableScriptException refused(ForeignMarker marker, String problem, Message remedy) {
		String text = marker.text();
		String shown = (text.length() > LONGEST) ? text.substring(0, LONGEST) + "…" : text;
		return UnusableScriptException.foreign(marker.position(), "'" + shown + "' " + problem, remedy.and(OWN));
	}

	/**
	 * Where a marker stands.
	 *
	 * @param behindStatement whether a statement stands before it in its line
	 * @param insideStatement whether a statement has begun and not ended
	 */
	record Place(boolean behindStatement, boolean insideStatement) {

	}

}
