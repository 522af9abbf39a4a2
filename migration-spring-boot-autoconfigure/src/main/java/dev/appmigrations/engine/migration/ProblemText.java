package dev.appmigrations.engine.migration;

import java.util.List;

import dev.appmigrations.engine.wording.Message;

/**
 * Problems as people read them, wherever they are shown: each with its remedy beneath it.
 */
public final class ProblemText {

	private static final String INDENT = "  ";

	private ProblemText() {
	}

	/**
	 * Returns a problem with its remedy.
	 * @param problem the problem
	 * @return at least two lines; those of the remedy are indented
	 */
	public static Message of(Problem problem) {
		return of(problem, INDENT);
	}

	private static Message of(Problem problem, String indent) {
		return problem.description().and("\n" + indent).and(indented(problem.action(), indent));
	}

	static Message indented(Message text, String indent) {
		return text.map((words) -> words.replace("\n", "\n" + indent));
	}

	/**
	 * Returns problems with their remedies, with a number each if there are several.
	 * @param problems at least one
	 * @return the problems, an empty line in front of each
	 */
	static Message all(List<Problem> problems) {
		Message text = Message.of("");
		for (int i = 0; i < problems.size(); i++) {
			String number = (i + 1) + ". ";
			text = text.and("\n\n" + number).and(of(problems.get(i), " ".repeat(number.length())));
		}
		return text;
	}

}
