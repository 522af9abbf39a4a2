package dev.appmigrations.engine.operation;

import java.util.List;

import dev.appmigrations.engine.history.LatestFailure;
import dev.appmigrations.engine.history.PiggybackQuery;
import dev.appmigrations.engine.jdbc.Rows;
import dev.appmigrations.engine.watch.RunningWork;

/**
 * Everything that a status needs beside the history: the run that is going on, and the
 * latest failures.
 */
final class StatusQuery implements PiggybackQuery {

	private final RunningWork running = new RunningWork();

	private List<LatestFailure> failures = List.of();

	RunningWork running() {
		return this.running;
	}

	List<LatestFailure> failures() {
		return this.failures;
	}

	@Override
	public String query(String historyTable) {
		return this.running.query(historyTable);
	}

	@Override
	public void answered(Rows rows) {
		this.running.answered(rows);
	}

	@Override
	public boolean wantsFailures() {
		return true;
	}

	@Override
	public void failed(List<LatestFailure> failures) {
		this.failures = List.copyOf(failures);
	}

}
