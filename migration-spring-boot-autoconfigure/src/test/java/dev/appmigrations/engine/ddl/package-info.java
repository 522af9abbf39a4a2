/**
 * Tests of the statements that are read from text.
 */
@NullMarked
package dev.appmigrations.engine.ddl;

import org.jspecify.annotations.NullMarked;
