package dev.appmigrations.command;

import java.time.Duration;

import dev.appmigrations.engine.MigrationListener;
import dev.appmigrations.engine.report.LockHolder;
import org.jspecify.annotations.Nullable;

/**
 * Says for what a command waits that runs no migration, so has no view of its own.
 */
final class WaitNotice implements MigrationListener {

	private final Terminal terminal;

	WaitNotice(Terminal terminal) {
		this.terminal = terminal;
	}

	@Override
	public void databaseAwaited(int attempt, Duration waited, String reason) {
		if (attempt == 1) {
			this.terminal.err().println(RunProgress.waiting(reason));
		}
	}

	@Override
	public void lockAwaited(@Nullable LockHolder holder, Duration waited) {
		this.terminal.err().println(RunProgress.waiting(holder, waited));
	}

}
