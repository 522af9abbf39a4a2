package dev.appmigrations.engine.execute;

import java.util.List;
import java.util.function.LongFunction;

/**
 * The records that tie a step to the history.
 *
 * @param guard a statement that fails with {@code division_by_zero} unless the history is
 * what the plan was made for
 * @param statements makes the statements that record the step, from the milliseconds that
 * this run spent on it before their transaction began
 */
record StepRecords(String guard, LongFunction<List<String>> statements) {

}
