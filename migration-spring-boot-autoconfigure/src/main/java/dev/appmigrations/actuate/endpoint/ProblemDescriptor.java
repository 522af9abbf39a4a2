package dev.appmigrations.actuate.endpoint;

import java.util.List;

import dev.appmigrations.engine.migration.Problem;

/**
 * Something about the scripts or the history that a person should know or must mend, with
 * the members that the commands print.
 *
 * @param code the stable code
 * @param severity whether anything may run in spite of it
 * @param message what is wrong
 * @param remedy what to do
 * @param migrations the names of the migrations concerned, the one to mend first
 */
public record ProblemDescriptor(Problem.Code code, Problem.Severity severity, String message, String remedy,
		List<String> migrations) {

}
