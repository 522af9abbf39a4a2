package dev.appmigrations.engine.report;

import java.time.Duration;

/**
 * What a run did with one migration.
 *
 * @param name the name of the migration
 * @param statements how many statements ran
 * @param duration how long they took, with the record
 * @param outOfOrder whether a later version was applied before
 * @param transaction how it ran in transactions, and why
 */
public record StepReport(String name, long statements, Duration duration, boolean outOfOrder, String transaction) {

}
