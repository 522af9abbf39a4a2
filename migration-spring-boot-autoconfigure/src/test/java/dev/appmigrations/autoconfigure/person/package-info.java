/**
 * A JPA entity over a table that the migrations of the tests create. Nothing else may
 * enter: whole packages are scanned for entities.
 */
@NullMarked
package dev.appmigrations.autoconfigure.person;

import org.jspecify.annotations.NullMarked;
