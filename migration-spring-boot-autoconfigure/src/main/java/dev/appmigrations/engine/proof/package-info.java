/**
 * Proving that rollbacks undo what their migrations did: what a catalogue holds, how two
 * of its states differ, and what follows for each migration. How a migration is applied
 * and undone was decided elsewhere and may not enter.
 */
@NullMarked
package dev.appmigrations.engine.proof;

import org.jspecify.annotations.NullMarked;
