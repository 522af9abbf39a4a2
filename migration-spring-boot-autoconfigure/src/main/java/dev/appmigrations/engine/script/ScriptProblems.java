package dev.appmigrations.engine.script;

import java.io.IOException;
import java.io.Reader;

import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.sql.MalformedScriptException;
import dev.appmigrations.engine.sql.SourceExcerpt;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.SqlSyntaxException;
import dev.appmigrations.engine.sql.Utf8;
import dev.appmigrations.engine.text.VisibleText;
import dev.appmigrations.engine.wording.Message;

/**
 * Problems of files that cannot be used.
 */
final class ScriptProblems {

	private static final String FORMS = "The forms are 20251112000001_description.sql (digits, '_', description),"
			+ " the same with .up.sql or .down.sql, and Flyway's V1__description.sql, U1__description.sql,"
			+ " R__description.sql.";

	private ScriptProblems() {
	}

	static Problem misnamed(Script script) {
		return Problem.error(Problem.Code.MISNAMED_FILE, script.path() + " has a name of no known form.",
				FORMS + " Rename it, or move it out of the migrations' folder.", script.fileName());
	}

	static Problem hidden(Script script) {
		return Problem.error(Problem.Code.MISNAMED_FILE,
				VisibleText.line(script.path()) + " has a character in its name or in that of its folder that is not"
						+ " visible, or that a terminal would obey.",
				"Rename it: the name is the identity of a migration, and people have to see it as it is.",
				script.fileName());
	}

	static Problem unsupported(Script script, ScriptName name) {
		String what = (name.form() == ScriptName.Form.BASELINE) ? "a baseline migration" : "a SQL callback";
		return Problem.error(Problem.Code.UNSUPPORTED_FILE,
				script.path() + " is " + what + " in Flyway's form, which is not supported.",
				(name.form() == ScriptName.Form.BASELINE)
						? "Keep the migrations that it stands for, or rename it to a versioned migration."
						: "Of Flyway's callbacks, beforeMigrate, beforeEachMigrate, afterEachMigrate, afterMigrate and"
								+ " afterMigrateError run. Put what it does into one of these, or into a migration"
								+ " (R__….sql runs whenever its text changes), and move it out of the folder.",
				script.fileName());
	}

	static Problem callbackInParts(Script script) {
		return Problem.error(Problem.Code.UNSUPPORTED_FILE,
				script.path() + " is a callback, and not one transaction: it has transactions of its own, a statement"
						+ " that runs outside one, or sections.",
				"Move such a statement into a migration.", script.fileName());
	}

	static Problem orphan(Script script) {
		return Problem.error(Problem.Code.ORPHAN_ROLLBACK, script.path() + " is a rollback without its migration.",
				"Give it the version of the migration that it undoes, or remove it.", script.fileName());
	}

	static Problem secondRollback(Script script, String migration) {
		return Problem.error(Problem.Code.AMBIGUOUS_SCRIPT,
				script.path() + " is a second rollback of " + migration + ".",
				"Keep one rollback: a section 'down' in the file, or one file beside it.", script.fileName());
	}

	/** Stops a rollback, and is a warning for everything else. */
	static Problem unreadableRollback(Problem problem, String migration, Script script) {
		return Problem.warning(Problem.Code.UNREADABLE_ROLLBACK, problem.description(),
				problem.action().and(" Until then, " + migration + " cannot be rolled back."), migration,
				script.fileName());
	}

	static Problem unusable(Script script, UnusableScriptException ex) {
		return at(ex.code(), script, ex.position(), ex.problem(), ex.action());
	}

	static Problem syntax(Script script, SqlSyntaxException ex) {
		return at(Problem.Code.UNREADABLE_SCRIPT, script, ex.position(), ex.problem(), ex.action().toSentence());
	}

	static Problem malformed(Script script, MalformedScriptException ex) {
		return Problem.error(Problem.Code.UNREADABLE_SCRIPT,
				script.path() + ": byte " + ex.offset() + line(script, ex.offset()) + ": " + ex.problem(),
				"Save the file as UTF-8.", script.fileName());
	}

	private static String line(Script script, long offset) {
		try {
			return " (line " + Utf8.lineAt(script.open(), offset) + ")";
		}
		catch (IOException ex) {
			return "";
		}
	}

	static Problem unreadable(Script script, IOException ex) {
		return Problem.error(Problem.Code.UNREADABLE_SCRIPT, script.path() + " cannot be read: " + ex.getMessage(),
				"Make it readable for the user that runs the application.", script.fileName());
	}

	private static Problem at(Problem.Code code, Script script, SourcePosition position, String problem,
			Message remedy) {
		return Problem.error(code,
				Message.of(script.path() + ":" + position + ": " + problem + excerpt(script, position)), remedy,
				script.fileName());
	}

	private static String excerpt(Script script, SourcePosition position) {
		try (Reader reader = Utf8.reader(script.open())) {
			return "\n" + SourceExcerpt.of(reader, position);
		}
		catch (IOException ex) {
			return "";
		}
	}

}
