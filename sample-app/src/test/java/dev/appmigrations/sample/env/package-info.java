/**
 * Tests of files of variables.
 */
@NullMarked
package dev.appmigrations.sample.env;

import org.jspecify.annotations.NullMarked;
