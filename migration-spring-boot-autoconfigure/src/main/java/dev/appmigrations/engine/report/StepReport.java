package dev.appmigrations.engine.report;

import java.time.Duration;

import dev.appmigrations.engine.history.Progress.Direction;
import dev.appmigrations.engine.text.VisibleText;

/**
 * The outcome of one migration in a run.
 *
 * @param name the name of the migration
 * @param direction whether it was applied or undone
 * @param statements how many statements ran
 * @param duration how long they took, with the record
 * @param attempts how many times it was tried, because others held what it needed; from 1
 * @param outOfOrder whether a later version was applied before
 * @param transaction how it ran in transactions, and why
 */
public record StepReport(String name, Direction direction, long statements, Duration duration, int attempts,
		boolean outOfOrder, String transaction) {

	public StepReport {
		name = VisibleText.line(name);
	}

}
