/**
 * The migrations' lock: its key, who holds it, and how to wait for it. The work done
 * under the lock belongs to the rooms above.
 */
@NullMarked
package dev.appmigrations.engine.lock;

import org.jspecify.annotations.NullMarked;
