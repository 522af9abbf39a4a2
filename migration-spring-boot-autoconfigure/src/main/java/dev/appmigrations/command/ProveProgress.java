package dev.appmigrations.command;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import dev.appmigrations.command.terminal.ProgressView;
import dev.appmigrations.command.terminal.Terminal;
import dev.appmigrations.command.terminal.Verb;
import dev.appmigrations.engine.event.MigrationEvent;
import dev.appmigrations.engine.event.MigrationListener;
import dev.appmigrations.engine.proof.MigrationProof;
import dev.appmigrations.engine.proof.ProofListener;
import dev.appmigrations.engine.report.NoticeReport;

/**
 * Follows a proof: prints the result of each migration as soon as it is known, and on a
 * terminal, below them, what is done at the moment.
 */
final class ProveProgress implements MigrationListener, ProofListener, AutoCloseable {

	private static final int MOST = 1000;

	private final ProveListing listing;

	private final boolean live;

	private final ProgressView view;

	private final boolean quiet;

	/** A migration runs several times, and says the same each time. */
	private final Set<NoticeReport> said = new HashSet<>();

	private boolean applied;

	ProveProgress(Terminal terminal, ProveListing listing) {
		this.listing = listing;
		this.live = terminal.interactive();
		this.quiet = terminal.quiet();
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
		if (this.quiet && proof.outcome().isFault()) {
			this.view.warn(this.listing.lines(proof));
		}
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
		else if (event instanceof MigrationEvent.Noticed noticed) {
			if (this.said.size() < MOST && this.said.add(noticed.notice())) {
				this.view.notice(noticed.notice().warning(), NoticeLines.of(noticed.notice()));
			}
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
