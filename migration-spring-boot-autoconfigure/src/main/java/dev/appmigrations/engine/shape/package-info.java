/**
 * Tables as the catalogue describes them, with everything that belongs to them: for
 * migrations that are generated.
 */
@NullMarked
package dev.appmigrations.engine.shape;

import org.jspecify.annotations.NullMarked;
