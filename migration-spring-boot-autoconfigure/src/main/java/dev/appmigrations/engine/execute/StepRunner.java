package dev.appmigrations.engine.execute;

import dev.appmigrations.engine.lock.LockLostException;
import org.jspecify.annotations.Nullable;

/**
 * Applies one migration or undoes it, in the way of its kind.
 */
interface StepRunner {

	/**
	 * Does the work. Its record in the history commits with its last statement.
	 * @return what was done, {@code null} if it is done later
	 * @throws StepFailedException if it fails; a transaction may be open
	 * @throws LockLostException if the lock is in other hands; a transaction may be open
	 */
	@Nullable StepOutcome run() throws StepFailedException;

}
