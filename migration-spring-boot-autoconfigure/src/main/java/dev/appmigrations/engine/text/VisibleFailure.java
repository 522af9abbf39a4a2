package dev.appmigrations.engine.text;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Stands for a failure whose own message would bring hidden characters into a log: the
 * same place, the same causes, a visible message behind the name of its class. Failures
 * with nothing to hide are left as they are.
 * <p>
 * The messages of others, above all those of the driver, have line ends of their own.
 * These are left where white space follows, because what is indented cannot be taken for
 * a line of the log.
 */
public final class VisibleFailure extends Exception {

	private static final long serialVersionUID = 1L;

	private static final String OURS = "dev.appmigrations.";

	private VisibleFailure(Throwable failure, @Nullable String message, @Nullable Throwable cause) {
		super(failure.getClass().getName() + ((message != null) ? ": " + message : ""), cause);
	}

	/**
	 * Makes a failure visible, with its causes.
	 * @param failure any failure
	 * @return the failure itself where nothing in it is hidden
	 */
	public static Throwable of(Throwable failure) {
		return of(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
	}

	/**
	 * Makes a failure visible, with its causes.
	 * @param failure any failure, or {@code null}
	 * @return the failure, or {@code null}
	 */
	public static @Nullable Throwable ofNullable(@Nullable Throwable failure) {
		return (failure != null) ? of(failure) : null;
	}

	private static Throwable of(Throwable failure, Set<Throwable> seen) {
		if (!seen.add(failure) || isVisible(failure, Collections.newSetFromMap(new IdentityHashMap<>()))) {
			return failure;
		}
		Throwable cause = failure.getCause();
		Throwable copy = new VisibleFailure(failure, message(failure), (cause != null) ? of(cause, seen) : null);
		copy.setStackTrace(failure.getStackTrace());
		for (Throwable suppressed : failure.getSuppressed()) {
			copy.addSuppressed(of(suppressed, seen));
		}
		return copy;
	}

	private static boolean isVisible(Throwable failure, Set<Throwable> seen) {
		if (!seen.add(failure)) {
			return true;
		}
		String message = failure.getMessage();
		boolean visible = message == null || message.equals(message(failure));
		Throwable cause = failure.getCause();
		visible &= cause == null || isVisible(cause, seen);
		for (Throwable suppressed : failure.getSuppressed()) {
			visible &= isVisible(suppressed, seen);
		}
		return visible;
	}

	/** The messages of our own failures have line ends only where we put them. */
	private static @Nullable String message(Throwable failure) {
		String message = failure.getMessage();
		if (message == null || !VisibleText.isHidden(message)) {
			return message;
		}
		boolean indented = message.lines().skip(1).allMatch((line) -> line.isEmpty() || line.startsWith("  "));
		return (indented || failure.getClass().getName().startsWith(OURS)) ? VisibleText.lines(message)
				: VisibleText.line(message);
	}

}
