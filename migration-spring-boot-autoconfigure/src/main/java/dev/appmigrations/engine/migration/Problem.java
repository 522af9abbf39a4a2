package dev.appmigrations.engine.migration;

import java.util.ArrayList;
import java.util.List;

import dev.appmigrations.engine.text.VisibleText;
import dev.appmigrations.engine.wording.Message;

/**
 * Something about the scripts or the history that a person should know or must mend.
 *
 * @param code what kind of problem
 * @param severity whether anything may run in spite of it
 * @param description what is wrong, with the names of all files and rows concerned
 * @param action what to do
 * @param migrations the names of the migrations concerned, the one to mend first
 */
public record Problem(Code code, Severity severity, Message description, Message action, List<String> migrations) {

	public Problem {
		migrations = VisibleText.eachLine(migrations);
	}

	/**
	 * Creates a problem that stops every run.
	 * @param code what kind of problem
	 * @param message what is wrong
	 * @param remedy what to do
	 * @param migrations the names of the migrations concerned
	 * @return the problem
	 */
	public static Problem error(Code code, String message, String remedy, String... migrations) {
		return error(code, Message.of(message), Message.of(remedy), migrations);
	}

	/**
	 * Creates a problem that stops every run.
	 * @param code what kind of problem
	 * @param description what is wrong
	 * @param action what to do
	 * @param migrations the names of the migrations concerned
	 * @return the problem
	 */
	public static Problem error(Code code, Message description, Message action, String... migrations) {
		return new Problem(code, Severity.ERROR, description, action, List.of(migrations));
	}

	/**
	 * Creates a problem that is reported and stops nothing.
	 * @param code what kind of problem
	 * @param message what is wrong
	 * @param remedy what to do
	 * @param migrations the names of the migrations concerned
	 * @return the problem
	 */
	public static Problem warning(Code code, String message, String remedy, String... migrations) {
		return warning(code, Message.of(message), Message.of(remedy), migrations);
	}

	/**
	 * Creates a problem that is reported and stops nothing.
	 * @param code what kind of problem
	 * @param description what is wrong
	 * @param action what to do
	 * @param migrations the names of the migrations concerned
	 * @return the problem
	 */
	public static Problem warning(Code code, Message description, Message action, String... migrations) {
		return new Problem(code, Severity.WARNING, description, action, List.of(migrations));
	}

	/**
	 * Creates a problem that is none: something that was decided for the reader.
	 * @param code what it is about
	 * @param description what was decided
	 * @param action how to decide otherwise
	 * @param migrations the names of the migrations concerned
	 * @return the problem
	 */
	public static Problem note(Code code, Message description, Message action, String... migrations) {
		return new Problem(code, Severity.NOTE, description, action, List.of(migrations));
	}

	/**
	 * Returns the same as what stops nothing.
	 * @param otherAction what to do about it now
	 * @return a warning
	 */
	public Problem asWarning(Message otherAction) {
		return new Problem(this.code, Severity.WARNING, this.description, otherAction, this.migrations);
	}

	/**
	 * Returns the same as what stops every run.
	 * @return an error
	 */
	public Problem asError() {
		return new Problem(this.code, Severity.ERROR, this.description, this.action, this.migrations);
	}

	/**
	 * Returns what is wrong, for those who use the engine without a shell.
	 * @return one or more lines
	 */
	public String message() {
		return this.description.toString();
	}

	/**
	 * Returns what to do, for those who use the engine without a shell.
	 * @return one or more lines
	 */
	public String remedy() {
		return this.action.toString();
	}

	/**
	 * Returns those because of which nothing may run.
	 * @param problems any problems
	 * @return the errors among them
	 */
	public static List<Problem> errors(List<Problem> problems) {
		List<Problem> errors = new ArrayList<>();
		for (Problem problem : problems) {
			if (problem.isError()) {
				errors.add(problem);
			}
		}
		return errors;
	}

	/**
	 * Tells whether nothing may run.
	 * @return whether this is an error
	 */
	public boolean isError() {
		return this.severity == Severity.ERROR;
	}

	/**
	 * How bad it is.
	 */
	public enum Severity {

		/** Decided for the reader; nothing has to be done. */
		NOTE,

		/** Told, and stops nothing. */
		WARNING,

		/** Nothing runs until it is mended. */
		ERROR

	}

	/**
	 * The stable codes: programs may rely on their names.
	 */
	public enum Code {

		/** A file whose name fits no form. */
		MISNAMED_FILE,

		/** Files in the layout of another tool. */
		FOREIGN_LAYOUT,

		/** A file of a kind that is recognised but not supported. */
		UNSUPPORTED_FILE,

		/** A rollback without its migration. */
		ORPHAN_ROLLBACK,

		/** A file that cannot be read, decoded or split into statements. */
		UNREADABLE_SCRIPT,

		/** A directive that is unknown or has a wrong value. */
		INVALID_DIRECTIVE,

		/** A backfill whose statements cannot run in batches. */
		INVALID_BACKFILL,

		/** A file that should wait for a backfill, and does not require it. */
		BACKFILL_NOT_REQUIRED,

		/** A pending file without statements, which is skipped. */
		EMPTY_SCRIPT,

		/** An applied file that has no statements any more. */
		EMPTIED_SCRIPT,

		/** A migration that is to be undone says that it cannot be. */
		IRREVERSIBLE_MIGRATION,

		/** A placeholder without a value. */
		UNDEFINED_PLACEHOLDER,

		/** A location that does not exist. */
		MISSING_LOCATION,

		/** One relative path, or one name, with different content in two places. */
		AMBIGUOUS_SCRIPT,

		/** Two migrations with one version. */
		DUPLICATE_VERSION,

		/** A migration whose text changed after it was applied. */
		CHECKSUM_CHANGED,

		/** A checksum in the history that this release cannot compare. */
		UNKNOWN_CHECKSUM,

		/** A version that may be one of several. */
		AMBIGUOUS_VERSION,

		/** A migration of which release 0.1 ran both directions. */
		DOWN_SECTION_RAN,

		/** A pending file with the text of applied migrations whose files are gone. */
		AMBIGUOUS_RENAME,

		/** An applied migration whose file is gone. */
		MISSING_SCRIPT,

		/** A pending migration whose version is before one that is applied. */
		OUT_OF_ORDER,

		/** A requirement that no file and no row satisfies. */
		UNKNOWN_REQUIREMENT,

		/** Requirements that form a cycle. */
		CYCLIC_REQUIREMENTS,

		/** A requirement that is pending, and no part of the run. */
		UNMET_REQUIREMENT,

		/** A request names a migration that does not exist. */
		UNKNOWN_MIGRATION,

		/** A migration that is to be undone has no rollback. */
		MISSING_ROLLBACK,

		/** A rollback that is there and cannot be read. */
		UNREADABLE_ROLLBACK,

		/** Applied migrations stand in the way of a rollback. */
		DEPENDENT_MIGRATIONS,

		/** A rollback that has begun and is not finished. */
		UNFINISHED_ROLLBACK,

		/** A migration of the phase contract that requires no other. */
		UNRELATED_CONTRACT,

		/** A migration of the phase contract was asked for by its name. */
		CONTRACT_WAITS,

		/** The database was contracted by a release that is newer than this one. */
		DATABASE_AHEAD,

		/** The history belongs to a role that the current one need not believe. */
		FOREIGN_OWNER,

		/** Another tool's history where there is none of ours. */
		FOREIGN_HISTORY,

		/** Rows of another tool's history that no file stands for. */
		FOREIGN_ROW_UNMATCHED,

		/** Several rows of another tool's history that stand for one file. */
		FOREIGN_ROWS_AMBIGUOUS,

		/** A row of another tool's history that says that a migration failed. */
		FOREIGN_ROW_FAILED,

		/** A file of which another tool has applied a part. */
		FOREIGN_FILE_PARTLY_APPLIED,

		/** A file whose text means what its tool says, and not what the SQL says. */
		FOREIGN_SYNTAX,

		/** A backfill whose text has changed after a part of its rows was done. */
		BACKFILL_CHANGED,

		/** A backfill that was asked for alone, and is done in batches by others. */
		BACKFILL_RUNNING

	}

}
