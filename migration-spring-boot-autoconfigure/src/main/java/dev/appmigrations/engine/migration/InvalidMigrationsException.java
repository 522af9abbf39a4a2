package dev.appmigrations.engine.migration;

import java.util.List;

import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Wording;

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

	private InvalidMigrationsException(InvalidMigrationsException original, Wording wording) {
		super(original, wording);
		this.problems = original.problems;
	}

	@Override
	protected InvalidMigrationsException copy(Wording wording) {
		return new InvalidMigrationsException(this, wording);
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

	/** Of one problem the remedy is the action. */
	private static Message description(List<Problem> all) {
		List<Problem> problems = ProblemGroups.of(all);
		Message text = Message.of("Nothing was run, because of "
				+ ((all.size() == 1) ? "a problem" : all.size() + " problems") + " with the migrations:");
		return text.and((problems.size() == 1) ? Message.of("\n\n").and(problems.get(0).description())
				: ProblemText.all(problems));
	}

	private static Message action(List<Problem> problems) {
		return (problems.size() == 1) ? problems.get(0).action()
				: Message.of("Mend each problem as the lines beneath it say.");
	}

}
