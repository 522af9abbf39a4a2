/**
 * The connection: opening, restoring, sending many statements in one message, and telling
 * which of them failed. The only room that may see pgJDBC's types.
 */
@NullMarked
package dev.appmigrations.engine.jdbc;

import org.jspecify.annotations.NullMarked;
