package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.execute.UnitRunner.Step;
import dev.appmigrations.engine.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Where a statement comes from.
 *
 * @param step what it is for
 * @param statement the statement of the script, {@code null} for one of ours
 * @param number its number in the script; 0 for one of ours
 */
record StatementOrigin(Step step, @Nullable SqlStatement statement, long number) {

}
