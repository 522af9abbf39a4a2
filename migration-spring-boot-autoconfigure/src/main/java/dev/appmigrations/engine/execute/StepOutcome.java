package dev.appmigrations.engine.execute;

/**
 * The outcome of applying a migration or of undoing it.
 *
 * @param statements how many statements ran
 * @param attempts how many times it was tried, because others held what it needed; from 1
 * @param transaction how it ran in transactions, and why
 */
record StepOutcome(long statements, int attempts, String transaction) {

}
