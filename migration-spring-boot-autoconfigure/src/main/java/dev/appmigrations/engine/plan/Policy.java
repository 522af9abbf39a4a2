package dev.appmigrations.engine.plan;

import java.util.List;

import dev.appmigrations.engine.migration.Problem;
import dev.appmigrations.engine.wording.Message;

/**
 * The handling of a situation that is unusual.
 */
public enum Policy {

	/** It goes on and says nothing. */
	ALLOW,

	/** It goes on, and a warning tells of it. */
	WARN,

	/** Nothing runs. */
	REJECT;

	void report(List<Problem> problems, Problem.Code code, Message message, Message remedy, String name) {
		switch (this) {
			case ALLOW -> {
			}
			case WARN -> problems.add(Problem.warning(code, message, remedy, name));
			case REJECT -> problems.add(Problem.error(code, message, remedy, name));
		}
	}

}
