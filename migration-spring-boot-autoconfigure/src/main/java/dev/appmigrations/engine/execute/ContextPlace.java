package dev.appmigrations.engine.execute;

import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.appmigrations.engine.jdbc.DatabaseError;
import dev.appmigrations.engine.jdbc.ErrorOrigin;
import dev.appmigrations.engine.sql.RoutineText;
import dev.appmigrations.engine.sql.SourceExcerpt;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.sql.SqlStatement;
import dev.appmigrations.engine.sql.StatementKind;
import dev.appmigrations.engine.sql.StatementReader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place in a script that the CONTEXT of an error names: a line of a {@code DO}
 * block, or of a function that the same script created.
 * <ol>
 * <li>The lines of the CONTEXT go from the inside out; the first one that stands in the
 * script counts. In each language of the server they keep the name of the routine in
 * front of the number (see PostgreSQL: src/pl/plpgsql/src/pl_exec.c,
 * {@code plpgsql_exec_error_callback}, and src/backend/executor/functions.c,
 * {@code sql_exec_error_callback}).
 * <li>A name that the script defines twice may mean either, and is passed over.
 * <li>Within that line, the query that failed and its position narrow it down.
 * </ol>
 */
final class ContextPlace {

	/** A word for function in most languages stands before the signature or behind it. */
	private static final Pattern PLPGSQL = Pattern
		.compile("PL/pgSQL.*?(inline_code_block|(\"(?:[^\"]|\"\")+\"|[^\\s\"(.]+)\\([^)]*\\))\\D*?(\\d+)");

	private static final Pattern SQL = Pattern.compile(
			"SQL.*?[\"\u00bb\u00ab\u201e\u201c]\\s?([^\"\u00bb\u00ab\u201e\u201c]+?)\\s?[\"\u00bb\u00ab\u201d\u201c][^\"\\d]+(\\d+)\\D*");

	private static final String DO_BLOCK = "inline_code_block";

	/** PL/pgSQL writes it over the word PERFORM. */
	private static final String SENT_FOR_PERFORM = "SELECT";

	private ContextPlace() {
	}

	/**
	 * Finds the place.
	 * @param script the script from its start; it is not closed
	 * @param failed the statement that failed
	 * @param error what the server said
	 * @return the position in the script, or {@code null} if the CONTEXT names none
	 * @throws IOException if the script cannot be read
	 */
	static @Nullable SourcePosition of(Reader script, SqlStatement failed, DatabaseError error) throws IOException {
		String where = error.where();
		if (where == null) {
			return null;
		}
		Definitions definitions = null;
		for (String line : where.split("\n")) {
			Matcher plpgsql = PLPGSQL.matcher(line);
			Matcher sql = SQL.matcher(line);
			boolean block = plpgsql.lookingAt();
			if (!block && !sql.matches()) {
				continue;
			}
			SqlStatement statement = failed;
			if (!block || !DO_BLOCK.equals(plpgsql.group(1))) {
				definitions = (definitions != null) ? definitions : Definitions.read(script, failed);
				statement = definitions.find((block) ? unquoted(plpgsql.group(2)) : sql.group(1));
			}
			else if (failed.kind() != StatementKind.DO) {
				continue;
			}
			SourcePosition place = (statement != null)
					? place(statement, Integer.parseInt((block) ? plpgsql.group(3) : sql.group(2)), block, error)
					: null;
			if (place != null) {
				return place;
			}
		}
		return null;
	}

	private static String unquoted(String name) {
		return (name.startsWith("\"")) ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
	}

	private static @Nullable SourcePosition place(SqlStatement statement, int number, boolean plpgsql,
			DatabaseError error) {
		RoutineText routine = RoutineText.of(statement.text());
		if (routine == null) {
			return null;
		}
		int index = (plpgsql) ? routine.indexOfLine(number) : routine.indexOfStatement(number);
		if (index < 0) {
			return null;
		}
		int query = indexOfQuery(routine.body(), index, error.origin());
		return SourceExcerpt.locate(statement,
				statement.text().codePointCount(0, routine.start() + ((query >= 0) ? query : index)) + 1);
	}

	/** A query that was put together while the code ran does not stand in it. */
	private static int indexOfQuery(String body, int line, ErrorOrigin origin) {
		String query = origin.query();
		if (query == null || query.isEmpty() || origin.position() <= 0) {
			return -1;
		}
		int found = body.indexOf(query, (query.length() < body.length()) ? line : 0);
		if (found < 0 && query.startsWith(SENT_FOR_PERFORM)) {
			found = body.indexOf(query.substring(SENT_FOR_PERFORM.length()), line) - SENT_FOR_PERFORM.length();
		}
		int before = Math.min(origin.position() - 1, query.codePointCount(0, query.length()));
		return (found < 0) ? -1 : found + query.offsetByCodePoints(0, before);
	}

	/**
	 * The routines that a script has created before a statement failed.
	 */
	private record Definitions(Map<String, SqlStatement> byName, Set<String> ambiguous) {

		static Definitions read(Reader script, SqlStatement failed) throws IOException {
			Map<String, SqlStatement> byName = new HashMap<>();
			Set<String> ambiguous = new HashSet<>();
			// Not closed: the script belongs to the caller.
			StatementReader reader = StatementReader.of(script);
			for (SqlStatement statement = reader.next(); statement != null
					&& statement.position().offset() <= failed.position().offset(); statement = reader.next()) {
				RoutineText routine = RoutineText.of(statement.text());
				if (routine != null && routine.name() != null && byName.put(routine.name(), statement) != null) {
					ambiguous.add(routine.name());
				}
			}
			return new Definitions(byName, ambiguous);
		}

		@Nullable SqlStatement find(String name) {
			return (this.ambiguous.contains(name)) ? null : this.byName.get(name);
		}

	}

}
