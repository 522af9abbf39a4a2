/**
 * Histories of other tools: finding them, reading them, and mapping their rows to files.
 * It only ever reads; nothing that writes into a database may enter.
 */
@NullMarked
package dev.appmigrations.engine.adopt;

import org.jspecify.annotations.NullMarked;
