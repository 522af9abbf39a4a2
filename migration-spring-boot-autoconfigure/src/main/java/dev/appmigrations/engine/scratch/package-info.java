/**
 * Scratch databases: made on a server that somebody has given for it, brought to a state
 * by replaying migrations, and dropped. Never on the server of the database that is
 * migrated, unless a person names it.
 */
@NullMarked
package dev.appmigrations.engine.scratch;

import org.jspecify.annotations.NullMarked;
