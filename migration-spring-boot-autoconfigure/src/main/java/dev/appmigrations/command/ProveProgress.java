package dev.appmigrations.command;

import java.time.Duration;

import dev.appmigrations.command.terminal.ProgressView;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.command.terminal.Verb;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.proof.MigrationProof;
import dev.appmigrations.engine.proof.ProofListener;

/**
 * Follows a proof: prints the result of each migration as soon as it is known, and on a
 * terminal, below them, what is done at the moment.
 */
final class ProveProgress implements MigrationListener, ProofListener, AutoCloseable {

	private final ProveListing listing;

	private final boolean live;

	private final ProgressView view;

	private boolean applied;

	ProveProgress(Terminal terminal, ProveListing listing) {
		this.listing = listing;
		this.live = terminal.interactive();
		this.view = ProgressView.on(terminal, Verb.PROVE);
	}

	@Override
	public void proofStarted(String migration, int number, int total) {
		if (number == 1) {
			this.view.say(ProveListing.TITLE);
		}
		this.applied = false;
		if (this.live) {
			this.view.started(migration, number, total);
		}
	}

	@Override
	public void proofEnded(MigrationProof proof) {
		this.view.ended(this.listing.lines(proof));
	}

	@Override
	public void onEvent(MigrationEvent event) {
		String waiting = RunProgress.waiting(event);
		String progress = RunProgress.progress(event);
		if (waiting != null) {
			this.view.say(waiting);
		}
		else if (progress != null) {
			stage(progress);
		}
		else if (event instanceof MigrationEvent.Started) {
			stage((this.applied) ? "applying it again" : "applying it");
			this.applied = true;
		}
		else if (event instanceof MigrationEvent.RollbackStarted) {
			stage("undoing it");
		}
	}

	private void stage(String what) {
		if (this.live) {
			this.view.progressed(what);
		}
	}

	@Override
	public Duration progressInterval() {
		return this.view.interval();
	}

	@Override
	public void close() {
		this.view.close();
	}

}
