/**
 * The sample application: the entry point, and what all of its endpoints share. What
 * belongs to one part of the product goes into that part's package, and nothing in the
 * application knows how its schema is migrated.
 */
@NullMarked
package dev.appmigrations.sample;

import org.jspecify.annotations.NullMarked;
