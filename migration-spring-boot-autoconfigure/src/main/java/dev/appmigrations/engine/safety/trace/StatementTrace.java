package dev.appmigrations.engine.safety.trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.appmigrations.engine.sql.ObjectName;
import dev.appmigrations.engine.sql.SourcePosition;
import dev.appmigrations.engine.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * What one statement did. Only objects that were there before its transaction count,
 * because nobody else can wait for others; TOAST tables go with their tables, and locks
 * on catalogs are left out where they let others change them.
 *
 * @param position where the statement starts
 * @param text its text in one line, shortened
 * @param locks the locks that its transaction holds after it: the new ones first, and of
 * the others the strongest
 * @param rewrites the tables that it wrote anew, with all their rows
 * @param indexBuilds the indexes that it built, new ones and others
 * @param scans the tables that it read from the first page to the last
 * @param dropped the relations that it dropped
 * @param walBytes how much it added to the write-ahead log, in bytes, with what others
 * did on the server meanwhile
 * @param duration how long it took on the scratch database, which says little about
 * another one
 * @param sampled whether locks were sampled from outside, because it ran outside of a
 * transaction; those that were held for moments only may be missing
 * @param limit what could not be seen, {@code null} if nothing is known to be missing
 * @param failure why it failed, {@code null} if it did not
 */
public record StatementTrace(SourcePosition position, String text, List<LockTrace> locks, List<ObjectTrace> rewrites,
		List<ObjectTrace> indexBuilds, List<ObjectTrace> scans, List<ObjectTrace> dropped, long walBytes,
		Duration duration, boolean sampled, @Nullable String limit, @Nullable TraceFailure failure) {

	private static final int LONGEST = 200;

	public StatementTrace {
		text = shortened(text);
		locks = List.copyOf(locks);
		rewrites = List.copyOf(rewrites);
		indexBuilds = List.copyOf(indexBuilds);
		scans = List.copyOf(scans);
		dropped = List.copyOf(dropped);
	}

	private static String shortened(String text) {
		String start = text.substring(0, Math.min(text.length(), 4 * LONGEST));
		String line = VisibleText.line(start.strip().replaceAll("\\s+", " "));
		return (line.length() <= LONGEST && start.length() == text.length()) ? line
				: line.substring(0, Math.min(line.length(), LONGEST)) + "…";
	}

	/**
	 * Returns the locks that the statement itself took.
	 * @return the new locks
	 */
	public List<LockTrace> newLocks() {
		List<LockTrace> taken = new ArrayList<>(this.locks);
		taken.removeIf((lock) -> !lock.newly());
		return taken;
	}

	/**
	 * Finds the strongest lock on an object after the statement.
	 * @param object the name of the object, qualified with its schema
	 * @return the lock, empty if there is none
	 */
	public Optional<LockTrace> strongest(ObjectName object) {
		LockTrace strongest = null;
		for (LockTrace lock : this.locks) {
			if (lock.object().name().equals(object)
					&& (strongest == null || lock.mode().compareTo(strongest.mode()) > 0)) {
				strongest = lock;
			}
		}
		return Optional.ofNullable(strongest);
	}

}
