/**
 * Several databases by properties: their names, and the settings that each inherits. What
 * a setting means is not known here.
 */
@NullMarked
package dev.appmigrations.autoconfigure.databases;

import org.jspecify.annotations.NullMarked;
