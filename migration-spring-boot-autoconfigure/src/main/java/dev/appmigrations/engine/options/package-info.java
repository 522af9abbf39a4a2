/**
 * The settings of a migrator as small, validated records. Reading property files or
 * command lines belongs to the shells.
 */
@NullMarked
package dev.appmigrations.engine.options;

import org.jspecify.annotations.NullMarked;
