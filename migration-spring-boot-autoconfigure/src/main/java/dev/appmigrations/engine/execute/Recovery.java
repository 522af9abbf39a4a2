package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.jdbc.BatchFailedException;
import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.sql.StatementKind;
import org.jspecify.annotations.Nullable;

interface Recovery {

	static Recovery of(StatementKind kind, String statement) {
		return new Recovery() {
		};
	}

	default String before() {
		return "NULL::jsonb";
	}

	default void clearWay(Session session) throws BatchFailedException {
	}

	default Verdict examine(Session session, @Nullable String before) throws BatchFailedException {
		return Verdict.RUN_AGAIN;
	}

	default void cleanUp(Session session, @Nullable String before) throws BatchFailedException {
	}

	default String question() {
		return "";
	}

	enum Verdict {

		DONE, RUN_AGAIN, UNKNOWN

	}

}
