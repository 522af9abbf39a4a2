package dev.appmigrations.engine.migration;

import java.util.function.UnaryOperator;

import dev.appmigrations.engine.text.VisibleFailure;
import dev.appmigrations.engine.wording.JavaWording;
import dev.appmigrations.engine.wording.Message;
import dev.appmigrations.engine.wording.Wording;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of the engine: what went wrong, where, why, and what to do next. Its
 * message holds all of it and never a password, and no hidden character. What a shell
 * calls otherwise, it names in Java's words, until a shell words it for its readers.
 */
public class MigrationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final ErrorCode code;

	private final Message description;

	private final Message action;

	private final transient @Nullable Wording wording;

	/**
	 * Creates an exception.
	 * @param code the stable code
	 * @param description what went wrong, where and why; may have several lines
	 * @param action what to do next
	 * @param cause the cause, {@code null} where there is none
	 */
	public MigrationException(ErrorCode code, String description, String action, @Nullable Throwable cause) {
		this(code, Message.of(description), Message.of(action), cause);
	}

	/**
	 * Creates an exception.
	 * @param code the stable code
	 * @param description what went wrong, where and why; may have several lines
	 * @param action what to do next
	 * @param cause the cause, {@code null} where there is none
	 */
	public MigrationException(ErrorCode code, String description, Message action, @Nullable Throwable cause) {
		this(code, Message.of(description), action, cause);
	}

	/**
	 * Creates an exception.
	 * @param code the stable code
	 * @param description what went wrong, where and why; may have several lines
	 * @param action what to do next
	 * @param cause the cause, {@code null} where there is none
	 */
	public MigrationException(ErrorCode code, Message description, Message action, @Nullable Throwable cause) {
		super(null, VisibleFailure.ofNullable(cause));
		this.code = code;
		this.description = description;
		this.action = action;
		this.wording = null;
	}

	/**
	 * Creates the same exception with a message for the readers of a shell.
	 * @param original the exception
	 * @param wording the shell's
	 */
	protected MigrationException(MigrationException original, Wording wording) {
		super(null, original.getCause());
		this.code = original.code;
		this.description = original.description;
		this.action = original.action;
		this.wording = wording;
	}

	/**
	 * Creates an exception that says more about another one: where it happened.
	 * @param failure what happened
	 * @param description makes the new description of that of the other one
	 */
	protected MigrationException(MigrationException failure, UnaryOperator<Message> description) {
		super(null, failure);
		this.code = failure.code;
		this.description = description.apply(failure.description);
		this.action = failure.action;
		this.wording = null;
	}

	/**
	 * Words the message for the readers of a shell, who see it in a log or a stack trace.
	 * @param wording the shell's
	 * @return the same exception with another message
	 */
	public final MigrationException wordedFor(Wording wording) {
		MigrationException worded = copy(wording);
		worded.setStackTrace(getStackTrace());
		for (Throwable suppressed : getSuppressed()) {
			worded.addSuppressed(suppressed);
		}
		return worded;
	}

	/**
	 * Makes an exception of the same class with a message for the readers of a shell.
	 * @param wording the shell's
	 * @return the exception, which need not have the stack trace yet
	 */
	protected MigrationException copy(Wording wording) {
		return new MigrationException(this, wording);
	}

	@Override
	public String getMessage() {
		return description() + "\n" + action();
	}

	/**
	 * Returns the stable code.
	 * @return the code
	 */
	public ErrorCode code() {
		return this.code;
	}

	/**
	 * Returns what went wrong, where and why.
	 * @return one or more lines
	 */
	public String description() {
		return this.description.in(wording());
	}

	/**
	 * Returns what to do next.
	 * @return one or more lines
	 */
	public String action() {
		return this.action.in(wording());
	}

	/**
	 * Returns what went wrong, where and why, for the readers of a shell.
	 * @param wording the shell's
	 * @return one or more lines
	 */
	public String description(Wording wording) {
		return this.description.in(wording);
	}

	/**
	 * Returns what to do next, for the readers of a shell.
	 * @param wording the shell's
	 * @return one or more lines
	 */
	public String action(Wording wording) {
		return this.action.in(wording);
	}

	private Wording wording() {
		return (this.wording != null) ? this.wording : new JavaWording();
	}

}
