/**
 * One class for each operation of a migrator, each with a context, a request and one
 * method that runs it.
 */
@NullMarked
package dev.appmigrations.engine.operation;

import org.jspecify.annotations.NullMarked;
