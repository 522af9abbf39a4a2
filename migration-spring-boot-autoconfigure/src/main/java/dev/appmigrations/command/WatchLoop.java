package dev.appmigrations.command;

import java.util.List;
import java.util.Map;

import dev.appmigrations.command.terminal.Interruption;
import dev.appmigrations.command.terminal.ProgressView;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.command.terminal.Verb;
import dev.appmigrations.engine.Migrator;
import dev.appmigrations.engine.migration.ErrorCode;
import dev.appmigrations.engine.migration.MigrationException;
import dev.appmigrations.engine.operation.DevelopmentProof;
import dev.appmigrations.engine.plan.RollbackRequest;

/**
 * Applies migrations as often as their files are saved, on a database for development:
 * <ol>
 * <li>Wait until the files have changed, and then until they change no more: an editor
 * may write a file in pieces, or write another one and rename it.
 * <li>Undo what was applied from another text, with all that was applied after it, and
 * apply it again. Where that would lose rows, ask before; where nobody can be asked, end.
 * <li>Apply what is pending.
 * </ol>
 * Whatever fails is shown, and the next change is waited for.
 */
final class WatchLoop {

	private static final long PAUSE_MS = 300;

	/** After that many pauses a server that did not answer is tried again. */
	private static final int RETRY = 10;

	private final CommandApplication application;

	private final ApplyingCommand command;

	private final WatchedScripts scripts;

	private final DevelopmentProof proof;

	/** Whether the server did not answer the last time. */
	private boolean unreachable;

	/** Whether the person has read already that it does not. */
	private boolean told;

	/**
	 * Creates a loop.
	 * @param application the application
	 * @param command applies and shows it
	 * @param scripts the files
	 * @param proof evidence that nobody needs what the database holds
	 */
	WatchLoop(CommandApplication application, ApplyingCommand command, WatchedScripts scripts, DevelopmentProof proof) {
		this.application = application;
		this.command = command;
		this.scripts = scripts;
		this.proof = proof;
	}

	/**
	 * Runs until the process ends.
	 * @return the exit code, if nobody could be asked
	 */
	int run() {
		Terminal terminal = this.application.terminal();
		Interruption.announce(terminal, terminal.out()::flush, "The files are watched no longer.");
		while (true) {
			Map<String, List<Long>> seen = this.scripts.read();
			if (!refreshed()) {
				return ExitCode.PROBLEMS;
			}
			if (!this.told) {
				terminal.out().println("Watching " + this.scripts.text() + " (Ctrl-C ends it).");
				terminal.flush();
			}
			awaitChange(seen);
		}
	}

	private void awaitChange(Map<String, List<Long>> seen) {
		Map<String, List<Long>> last = seen;
		for (int i = 1;; i++) {
			pause();
			Map<String, List<Long>> now = this.scripts.read();
			boolean calm = now.equals(last);
			if (calm && (!now.equals(seen) || (this.unreachable && i >= RETRY))) {
				return;
			}
			last = now;
		}
	}

	private static void pause() {
		try {
			Thread.sleep(PAUSE_MS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Returns whether to go on. */
	private boolean refreshed() {
		Terminal terminal = this.application.terminal();
		boolean again = this.unreachable;
		this.unreachable = false;
		this.told = false;
		try {
			return refresh();
		}
		catch (MigrationException ex) {
			FailureReport failure = FailureReport.of(ex);
			this.unreachable = failure.exitCode() == ExitCode.NO_CONNECTION;
			this.told = again && this.unreachable;
			if (!this.told) {
				failure.print(terminal);
				this.command.afterFailure(terminal);
			}
			return true;
		}
	}

	private boolean refresh() {
		Migrator migrator = this.application.migrator();
		List<String> changed = migrator.rollbacks().changed();
		if (!changed.isEmpty()) {
			RollbackRequest request = new RollbackRequest.Single(changed.get(0), true);
			List<String> losses = migrator.rollbacks().losses(request, this.proof);
			if (!losses.isEmpty()) {
				Terminal terminal = this.application.terminal();
				terminal.out().println(changed.get(0) + " has changed, and was applied before.");
				losses.forEach((loss) -> terminal.out().println("  " + loss));
				terminal.flush();
				if (!terminal.interactive()) {
					terminal.err()
						.println("Nothing was undone, and there is nobody to ask: the files are watched no"
								+ " longer. To undo it and apply it again: migrations redo " + changed.get(0));
					return false;
				}
				if (!terminal.confirm("Undo it and apply it again?")) {
					terminal.out().println("Nothing was undone.");
					return true;
				}
			}
			this.command.follow(this.application,
					new RedoProgress(ProgressView.on(this.application.terminal(), Verb.REDO)),
					(followed) -> followed.rollbacks().redo(request, this.proof));
		}
		if (isPending(migrator)) {
			this.command.apply(this.application, Migrator::migrate);
		}
		return true;
	}

	private static boolean isPending(Migrator migrator) {
		try {
			migrator.validate();
			return false;
		}
		catch (MigrationException ex) {
			if (ex.code() != ErrorCode.PENDING_MIGRATIONS) {
				throw ex;
			}
			return true;
		}
	}

}
