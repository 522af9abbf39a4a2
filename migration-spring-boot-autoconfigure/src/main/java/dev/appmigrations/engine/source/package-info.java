/**
 * Finds scripts in folders, on the class path, and in jars.
 */
@NullMarked
package dev.appmigrations.engine.source;

import org.jspecify.annotations.NullMarked;
