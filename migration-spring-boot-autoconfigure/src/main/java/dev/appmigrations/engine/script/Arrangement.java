package dev.appmigrations.engine.script;

import java.util.List;

import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.migration.Script;

/**
 * The files of one location, as their layout has them.
 *
 * @param scripts the files that are migrations or rollbacks
 * @param problems what a person should know of the others
 */
record Arrangement(List<Script> scripts, List<Problem> problems) {

}
