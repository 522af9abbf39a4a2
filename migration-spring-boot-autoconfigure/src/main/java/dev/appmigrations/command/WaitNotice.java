package dev.appmigrations.command;

import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;

/**
 * Says what a command waits for that runs no migration, and so has no view of its own.
 */
final class WaitNotice implements MigrationListener {

	private final Terminal terminal;

	WaitNotice(Terminal terminal) {
		this.terminal = terminal;
	}

	@Override
	public void onEvent(MigrationEvent event) {
		String waiting = RunProgress.waiting(event);
		if (waiting != null) {
			this.terminal.err().println(waiting);
		}
	}

}
