/**
 * Scripts in Spring's locations, in folders and in jars.
 */
@NullMarked
package dev.appmigrations.autoconfigure.script;

import org.jspecify.annotations.NullMarked;
