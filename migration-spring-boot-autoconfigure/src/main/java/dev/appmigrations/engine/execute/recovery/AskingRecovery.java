package dev.appmigrations.engine.execute.recovery;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.watch.Backends;
import org.jspecify.annotations.Nullable;

/**
 * For statements that may have committed a part of their work, above all a procedure or a
 * block with commits of its own: never repeated without a person's word.
 */
record AskingRecovery(Backends backends) implements Recovery {

	@Override
	public Verdict examine(Session session, @Nullable String before) {
		this.backends.await(session);
		return Verdict.UNKNOWN;
	}

	@Override
	public String question() {
		return "It may have committed all of its work, a part, or nothing: look at what it changes.";
	}

}
