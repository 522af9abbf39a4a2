package dev.appmigrations.engine.execute.recovery;

import dev.appmigrations.engine.jdbc.Session;
import dev.appmigrations.engine.watch.Backends;
import org.jspecify.annotations.Nullable;

/**
 * For statements that mean the same when they run twice, {@code VACUUM} for example.
 */
record RepeatingRecovery(Backends backends) implements Recovery {

	@Override
	public Verdict examine(Session session, @Nullable String before) {
		this.backends.await(session);
		return Verdict.RUN_AGAIN;
	}

}
