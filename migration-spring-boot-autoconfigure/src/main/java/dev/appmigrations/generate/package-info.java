/**
 * Generated migrations: a change is said, and the files are written that make it while
 * two releases run.
 */
@NullMarked
package dev.appmigrations.generate;

import org.jspecify.annotations.NullMarked;
