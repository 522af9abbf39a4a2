package dev.appmigrations.engine.scratch;

/**
 * A statement that changes more than its own database.
 *
 * @param place file, line and column
 * @param what what it does, such as {@code CREATE ROLE}
 */
record OutsideEffect(String place, String what) {

}
