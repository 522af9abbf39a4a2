package dev.appmigrations.command;

import java.time.Duration;

import dev.appmigrations.engine.MigrationListener;
import dev.appmigrations.engine.migration.Migration;
import dev.appmigrations.engine.proof.MigrationProof;
import dev.appmigrations.engine.proof.ProofListener;
import dev.appmigrations.engine.report.IndexBuild;
import dev.appmigrations.engine.report.LockHolder;
import org.jspecify.annotations.Nullable;

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
	public void migrationStarted(Migration migration, int number, int total) {
		stage((this.applied) ? "applying it again" : "applying it");
		this.applied = true;
	}

	@Override
	public void rollbackStarted(Migration migration, int number, int total) {
		stage("undoing it");
	}

	@Override
	public void migrationProgressed(Migration migration, long statements, long total, Duration elapsed) {
		stage(RunProgress.statements(statements, total));
	}

	@Override
	public void indexProgressed(Migration migration, IndexBuild build) {
		stage(RunProgress.index(build));
	}

	private void stage(String what) {
		if (this.live) {
			this.view.progressed(what);
		}
	}

	@Override
	public void databaseAwaited(int attempt, Duration waited, String reason) {
		if (attempt == 1) {
			this.view.say(RunProgress.waiting(reason));
		}
	}

	@Override
	public void lockAwaited(@Nullable LockHolder holder, Duration waited) {
		this.view.say(RunProgress.waiting(holder, waited));
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
