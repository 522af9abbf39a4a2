package dev.appmigrations.engine.migration;

import java.util.List;

/**
 * The scripts and the history do not fit together; nothing was run.
 */
public final class InvalidMigrationsException extends MigrationException {

	private static final long serialVersionUID = 1L;

	private final transient List<Problem> problems;

	/**
	 * Creates an exception.
	 * @param problems at least one
	 */
	public InvalidMigrationsException(List<Problem> problems) {
		super(ErrorCode.INVALID_MIGRATIONS, description(problems), action(ProblemGroups.of(problems)), null);
		this.problems = List.copyOf(problems);
	}

	/**
	 * Stops a run whose plan has errors, with all of them.
	 * @param problems errors and warnings; warnings do not matter
	 * @throws InvalidMigrationsException if there is an error
	 */
	public static void throwIfAny(List<Problem> problems) {
		List<Problem> errors = Problem.errors(problems);
		if (!errors.isEmpty()) {
			throw new InvalidMigrationsException(errors);
		}
	}

	/**
	 * Returns all problems because of which nothing was run.
	 * @return at least one
	 */
	public List<Problem> problems() {
		return this.problems;
	}

	private static String description(List<Problem> all) {
		List<Problem> problems = ProblemGroups.of(all);
		StringBuilder text = new StringBuilder("Nothing was run, because of ")
			.append((all.size() == 1) ? "a problem" : all.size() + " problems")
			.append(" with the migrations:");
		for (int i = 0; i < problems.size(); i++) {
			text.append("\n\n").append(numbered(i, problems, problems.get(i).message()));
		}
		return text.toString();
	}

	private static String action(List<Problem> problems) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < problems.size(); i++) {
			text.append((i == 0) ? "" : "\n").append(numbered(i, problems, problems.get(i).remedy()));
		}
		return text.toString();
	}

	private static String numbered(int index, List<Problem> problems, String text) {
		return (problems.size() == 1) ? text : (index + 1) + ". " + text;
	}

}
