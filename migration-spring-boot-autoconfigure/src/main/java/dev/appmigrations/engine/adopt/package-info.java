/**
 * What other tools left in a database: finding their histories, reading them, and mapping
 * their rows to files. It only ever reads; nothing that writes into a database may enter.
 */
@NullMarked
package dev.appmigrations.engine.adopt;

import org.jspecify.annotations.NullMarked;
