package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.io.Reader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.migration.Script;
import dev.appmigrations.engine.sql.SourceExcerpt;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.sql.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Where in a script a statement failed: where the server points to, else the line of the
 * {@code COPY} data or of the routine that its CONTEXT names, else where the statement
 * starts.
 *
 * @param script the script
 * @param position the position in it
 * @param caller the statement that failed, where the position is in a routine that
 * another statement created; otherwise {@code null}
 */
record FailurePlace(Script script, SourcePosition position, @Nullable SourcePosition caller) {

	/** As the server words it in English; other languages get the statement's place. */
	private static final Pattern COPY_LINE = Pattern.compile("^COPY .*?, line (\\d+)");

	static FailurePlace of(Script script, SqlStatement statement, BatchFailedException failure) {
		return of(script, statement, failure.position(), failure.error());
	}

	/**
	 * Finds the place of an error, or of a notice.
	 * @param script the script
	 * @param statement the statement that was running
	 * @param point where the server points to, in code points from 1; 0 for nowhere
	 * @param error what the server said
	 * @return the place
	 */
	static FailurePlace of(Script script, SqlStatement statement, int point, DatabaseError error) {
		if (point > 0) {
			return new FailurePlace(script, SourceExcerpt.locate(statement, point), null);
		}
		SourcePosition found = (isData(statement)) ? inData(statement, error) : null;
		found = (found != null) ? found : inRoutine(script, statement, error);
		SourcePosition position = (found != null) ? found : statement.position();
		long offset = position.offset() - statement.position().offset();
		boolean elsewhere = offset < 0 || (offset > statement.text().length() && !isData(statement));
		return new FailurePlace(script, position, (elsewhere) ? statement.position() : null);
	}

	private static boolean isData(SqlStatement statement) {
		return statement.kind() == StatementKind.COPY_FROM_STDIN;
	}

	private static @Nullable SourcePosition inData(SqlStatement statement, DatabaseError error) {
		String where = error.where();
		Matcher line = COPY_LINE.matcher((where != null) ? where : "");
		if (!line.find()) {
			return null;
		}
		// The data begin in the line after that in which the statement ends.
		long before = statement.position().line() + statement.text().lines().count() - 1;
		return new SourcePosition(statement.position().offset(), (int) before + Integer.parseInt(line.group(1)), 1);
	}

	private static @Nullable SourcePosition inRoutine(Script script, SqlStatement statement, DatabaseError error) {
		try (Reader reader = Utf8.reader(script.open())) {
			return ContextPlace.of(reader, statement, error);
		}
		catch (IOException ex) {
			return null;
		}
	}

	/** Returns {@code file:line:column}. */
	String location() {
		return this.script.path() + ":" + this.position;
	}

	/**
	 * Shows the line as it stands in the file, with its placeholders: a value may be a
	 * password.
	 */
	String excerpt() {
		try (Reader reader = Utf8.reader(this.script.open())) {
			return SourceExcerpt.of(reader, this.position).toString().indent(4) + "\n";
		}
		catch (IOException ex) {
			return "";
		}
	}

	/** Returns the place as part of a sentence. */
	@Override
	public String toString() {
		return location() + ((this.caller != null) ? ", called from " + this.script.path() + ":" + this.caller : "");
	}

}
