/**
 * The directives of a script, {@code -- migrate:KEY VALUE}: one parser for each key, and
 * the list of them. Nothing here reads files or knows sections of other tools.
 */
@NullMarked
package dev.appmigrations.engine.script.directive;

import org.jspecify.annotations.NullMarked;
