package dev.appmigrations.engine.jdbc;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Where in the server an error was raised, and in which text that the server itself had
 * to run.
 *
 * @param file the source file of the server or of a language, without its folder, or
 * {@code null} if it is not known
 * @param routine the function in it, or {@code null}
 * @param query the text of a query that a function ran, or {@code null}
 * @param position where in that query, in code points from 1; 0 if unknown
 */
public record ErrorOrigin(@Nullable String file, @Nullable String routine, @Nullable String query, int position) {

	/** An error that the server did not report. */
	static final ErrorOrigin UNKNOWN = new ErrorOrigin(null, null, null, 0);

	/** RAISE and ASSERT; the rest of {@code pl_exec.c} reports errors of the server. */
	private static final Set<String> PLPGSQL = Set.of("exec_stmt_raise", "exec_stmt_assert");

	/** Whatever their scripts raise, or pass on, comes from one of their own files. */
	private static final Set<String> OTHER_LANGUAGES = Set.of("plperl.c", "plpy_elog.c", "plpy_plpymodule.c", "pltcl.c",
			"plv8.cc");

	static ErrorOrigin of(ServerErrorMessage error) {
		return new ErrorOrigin(error.getFile(), error.getRoutine(), error.getInternalQuery(),
				error.getInternalPosition());
	}

	/**
	 * Tells whether a script has chosen the code, by RAISE or its like, so that it says
	 * nothing about the server.
	 * @return whether it was raised by a script; see PostgreSQL:
	 * src/pl/plpgsql/src/pl_exec.c, {@code exec_stmt_raise}
	 */
	public boolean raised() {
		return (this.routine != null && PLPGSQL.contains(this.routine))
				|| (this.file != null && OTHER_LANGUAGES.contains(this.file));
	}

}
