/**
 * SQL files that other projects ship inside their artifacts, run as migrations. No file
 * that was written or changed for a test may enter, but for a starting point that no
 * artifact brings.
 */
@NullMarked
package dev.appmigrations.shipped;

import org.jspecify.annotations.NullMarked;
